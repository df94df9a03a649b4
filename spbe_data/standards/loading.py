"""Reading the files of ``schemas/dataset``: one standard, and the series of its versions.

Belongs here: which file is which version, and the rules between versions. Rules that span datasets
are in :mod:`spbe_data.standards.catalog`.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from spbe_data.identifiers.periode import Periode, PeriodeTidakSah
from spbe_data.standards.changes import kelas_perubahan, perubahan, versi_cukup, versi_wajar
from spbe_data.standards.content import ContentError, Document, FaultInContent, read_yaml
from spbe_data.standards.models import TANPA_KESESUAIAN, Standar
from spbe_data.standards.series import Seri, urutan_versi
from spbe_data.standards.unfinished import belum_lengkap


def _merge_columns(
    doc: Document, dictionary: dict[str, Any]
) -> tuple[dict[str, Any], list[FaultInContent]]:
    """A column named alone, or with overrides, takes the rest from the column dictionary.

    A column that cannot be understood is stood in for, so that the rest can still be judged.
    """
    data, faults = dict(doc.data), []
    columns: list[Any] = []
    raw_columns = data.get("kolom")
    for number, raw in enumerate(raw_columns if isinstance(raw_columns, list) else []):
        own = {"nama": raw} if isinstance(raw, str) else raw
        if not isinstance(own, dict) or not isinstance(own.get("nama"), str):
            faults.append(
                doc.fault(
                    "setiap kolom harus berupa nama dari kamus kolom atau isian dengan 'nama'. Tambahkan namanya.",
                    "kolom",
                    number,
                )
            )
            columns.append(_stand_in(f"tak_bernama_{number}"))
            continue
        base = dictionary.get(own["nama"])
        if base is None and isinstance(raw, str):
            faults.append(
                doc.fault(
                    f"kolom '{raw}' tidak ada di kamus kolom (schemas/kamus_kolom.yaml). Tulis lengkap di sini.",
                    "kolom",
                    number,
                )
            )
            columns.append(_stand_in(raw))
            continue
        columns.append({**(base or {}), **own})
    if isinstance(raw_columns, list):
        data["kolom"] = columns
    return data, faults


def _stand_in(name: object) -> dict[str, Any]:
    words = dict.fromkeys(("konsep", "definisi", "rujukan_pemilihan", "rujukan_waktu"), "-")
    return {
        "nama": str(name),
        "judul": {"id": "-", "en": "-"},
        "peran": "keterangan",
        "tipe": "teks",
        **words,
    }


def _is_stand_in(column: object) -> bool:
    return isinstance(column, dict) and column.get("konsep") == "-"


_DUA = {"id": "-", "en": "-"}
_PENGGANTI: dict[str, Any] = {
    "judul": _DUA,
    "ringkasan": _DUA,
    "contoh": True,
    "produsen_data": "-",
    "sumber_angka": {"penerbit": "-", "nama": "-"},
    "topik": "-",
    "kata_kunci": [],
    "rad": "RAD.01",
    "jadwal_pemutakhiran": "-",
    "jadwal_rilis": {"bulan_setelah_periode": 0, "uraian": "-"},
    "lisensi": "-",
    "standar_data": dict.fromkeys(("konsep", "definisi", "klasifikasi", "ukuran", "satuan"), "-"),
    "kegiatan": {"judul": "-", "tujuan": "-", "cara_pengumpulan": "-", "sektor": "-"},
}
"""What stands in for a wrong field that no other field of the file is judged by."""


@dataclass(frozen=True, slots=True)
class Taksiran:
    """A standard that is not sound, with its wrong fields stood in for: only for finding the
    faults of its other fields, never for judging data. ``diganti`` are the fields stood in for."""

    standar: Standar
    dokumen: Document
    diganti: tuple[str, ...]

    def mengganti(self, isian: str) -> bool:
        """Whether the field is one that was stood in for, or a part of one."""
        return any(isian == one or isian.startswith(f"{one}.") for one in self.diganti)


class StandarRusak(ContentError):
    """A standard's file with faults; ``taksiran`` where enough of it can be read."""

    def __init__(self, faults: Iterable[FaultInContent], taksiran: Taksiran | None) -> None:
        super().__init__(faults)
        self.taksiran = taksiran


def load_standard(
    path: Path, root: Path, dictionary: dict[str, Any], id_: str | None = None
) -> tuple[Standar, Document]:
    """One version of a standard. Raises :class:`ContentError` with every fault of the file."""
    doc = read_yaml(path, root)
    data, faults = _merge_columns(doc, dictionary)
    whole = {"id": id_ or path.stem, **data}
    standard: Standar | None = None
    mended: dict[str, Any] = whole
    replaced: tuple[str, ...] = ()
    try:
        standard = Standar.model_validate(whole)
    except ValidationError as exc:
        found = doc.faults_of(exc)
        mended, replaced = _mended(whole, exc)
        if replaced:
            try:
                standard = Standar.model_validate(mended)
            except ValidationError as second:
                found += [f for f in doc.faults_of(second) if not f.isian.startswith(replaced)]
        faults += _not_by_stand_in(found, mended)
    if unfinished := belum_lengkap(doc):
        marked = {fault.isian for fault in unfinished}
        faults = [*unfinished, *(fault for fault in faults if fault.isian not in marked)]
        replaced = (*replaced, *sorted(marked))
    if faults or standard is None:
        raise StandarRusak(dict.fromkeys(faults), _taksiran(doc, mended, replaced))
    return standard, doc


def _taksiran(doc: Document, data: dict[str, Any], replaced: tuple[str, ...]) -> Taksiran | None:
    columns = data["kolom"] if isinstance(data.get("kolom"), list) else []
    stood_in = [f"kolom.{n}" for n, column in enumerate(columns) if _is_stand_in(column)]
    blind = (*replaced, *stood_in, *(["tingkat_penyajian"] if stood_in else []))
    try:
        return Taksiran(Standar.model_validate(data, context=TANPA_KESESUAIAN), doc, blind)
    except ValidationError:
        return None


def _mended(data: dict[str, Any], error: ValidationError) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The file with its wrong fields taken out or stood in for, and which those are.

    Rules between fields are not judged while a field is wrong, so the rest is looked at again
    this way. No fields where something is wrong that other rules hang on.
    """
    wrong = {item["loc"][:2] for item in error.errors() if item["loc"]}
    mended, replaced = dict(data), set[str]()
    columns = list(data["kolom"]) if isinstance(data.get("kolom"), list) else []
    for at in wrong:
        field, place = str(at[0]), at[1] if len(at) > 1 else None
        if field == "kolom" and isinstance(place, int) and place < len(columns):
            columns[place] = _stand_in(columns[place].get("nama", f"tak_bernama_{place}"))
            mended["kolom"] = columns
            replaced.add(f"kolom.{place}")
        elif field in _PENGGANTI:
            mended[field] = _PENGGANTI[field]
            replaced.add(field)
        elif field not in Standar.model_fields or not Standar.model_fields[field].is_required():
            mended.pop(field, None)
            replaced.add(field)
        else:
            return data, ()
    return mended, tuple(sorted(replaced))


def _not_by_stand_in(faults: list[FaultInContent], data: dict[str, Any]) -> list[FaultInContent]:
    """The faults that are the file's own, without those that only a stood-in column makes."""
    columns = data.get("kolom")
    names = {c["nama"] for c in columns if _is_stand_in(c)} if isinstance(columns, list) else set()
    if not names:
        return faults
    nameless = any(name.startswith("tak_bernama_") for name in names)
    kept = []
    for fault in faults:
        words = set(re.findall(r"\w+", re.sub(r"\(.*?\)", "", fault.aturan)))
        missing = nameless and "tidak ada di daftar kolom" in fault.aturan
        made = words & names or missing or fault.isian.startswith("cakupan")
        if fault.isian.startswith("kolom.") or not made:
            kept.append(fault)
    return kept


def load_series(
    folder: Path, root: Path, dictionary: dict[str, Any]
) -> tuple[
    dict[str, Seri],
    dict[tuple[str, str], Document],
    dict[str, Taksiran | None],
    list[FaultInContent],
]:
    """Every standard with all its versions, the document of each (id, version), those that are not
    sound with what can be read of them, and all faults.

    ``<perangkat_daerah>/<id>.yaml`` is the newest version; earlier ones stay whole and unchanged
    in ``<perangkat_daerah>/<id>/<versi>.yaml``, with their columns written out: a later change of
    the column dictionary must not reach them.
    """
    docs: dict[tuple[str, str], Document] = {}
    broken: dict[str, Taksiran | None] = {}
    grouped: dict[str, list[Standar]] = defaultdict(list)
    faults: list[FaultInContent] = []
    for path in sorted([*folder.glob("*/*.yaml"), *folder.glob("*/*/*.yaml")]):
        earlier = path.parent.parent.parent == folder
        id_ = path.parent.name if earlier else path.stem
        try:
            standard, doc = load_standard(path, root, {} if earlier else dictionary, id_)
        except ContentError as exc:
            faults += exc.faults
            broken[id_] = exc.taksiran if isinstance(exc, StandarRusak) else None
            continue
        if earlier and path.stem != standard.versi:
            faults.append(
                doc.fault(
                    f"berkas ini versi {standard.versi}; beri nama {standard.versi}.yaml.", "versi"
                )
            )
        kept = next((v for v in grouped[id_] if v.versi == standard.versi), None)
        if kept == standard and not earlier:
            grouped[id_].remove(standard)  # frozen, and not edited since: one version, not two
        elif kept is not None:
            other = docs[id_, standard.versi].shown
            faults.append(
                doc.fault(f"id '{id_}' versi {standard.versi} sudah dipakai {other}.", "versi")
            )
            continue
        if not earlier and any(docs[id_, v.versi].path.stem == id_ for v in grouped[id_]):
            other = next(docs[id_, v.versi].shown for v in grouped[id_])
            faults.append(doc.fault(f"id '{id_}' sudah dipakai {other}.", "versi"))
            continue
        docs[id_, standard.versi] = doc
        grouped[id_].append(standard)
    series = {
        id_: Seri(tuple(sorted(versions, key=lambda v: urutan_versi(v.versi))))
        for id_, versions in sorted(grouped.items())
        if versions
    }
    for id_, found in series.items():
        faults += _series_faults(id_, found, docs)
    return series, docs, broken, faults


def _series_faults(
    id_: str, series: Seri, docs: dict[tuple[str, str], Document]
) -> Iterator[FaultInContent]:
    """A change is as great as its version step says, and binds from a period of its own."""
    newest = docs[id_, series.versi[-1].versi]
    if newest.path.stem != id_:
        yield newest.fault(
            f"versi terbaru harus di {newest.path.parent.parent.name}/{id_}.yaml, versi lama di folder {id_}/.",
            "versi",
        )
    for old, new in itertools.pairwise(series.versi):
        doc = docs[id_, new.versi]
        changes = perubahan(old, new)
        kelas = kelas_perubahan(changes)
        breaking = [c for c in changes if c.kelas == "memutus"]
        if not versi_cukup(old.versi, new.versi, kelas):
            first = breaking[0] if breaking else changes[0] if changes else None
            why = f" ({first.isian}: {first.sebab})" if first else ""
            yield doc.fault(
                f"perubahan dari versi {old.versi} bersifat {kelas or 'tanpa isi'}{why}; nomor versinya paling sedikit {versi_wajar(old.versi, kelas)}.",
                "versi",
            )
        try:
            before = Periode.parse(old.berlaku_untuk_periode_sejak).awal
            after = Periode.parse(new.berlaku_untuk_periode_sejak).awal
        except PeriodeTidakSah:
            continue  # told where the period itself is judged
        if after < before or (breaking and after == before):
            rule = (
                "perubahan yang memutus mengikat sejak periode sesudahnya"
                if breaking
                else "versi baru tidak dapat berlaku lebih awal daripada versi sebelumnya"
            )
            yield doc.fault(
                f"berlaku sejak periode {new.berlaku_untuk_periode_sejak}, sedangkan versi {old.versi} sejak {old.berlaku_untuk_periode_sejak}: {rule}. Ganti periodenya.",
                "berlaku_untuk_periode_sejak",
            )
