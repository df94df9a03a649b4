"""Reading the files of ``schemas/dataset``: one standard, and the series of its versions.

Belongs here: which file is which version, and the rules between versions. Rules that span datasets
are in :mod:`spbe_data.standards.catalog`.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from spbe_data.identifiers.periode import Periode, PeriodeTidakSah
from spbe_data.standards.changes import kelas_perubahan, perubahan, versi_cukup, versi_wajar
from spbe_data.standards.content import ContentError, Document, FaultInContent, read_yaml
from spbe_data.standards.models import Standar
from spbe_data.standards.series import Seri, urutan_versi


def _merge_columns(
    doc: Document, dictionary: dict[str, Any]
) -> tuple[dict[str, Any], list[FaultInContent]]:
    """A column named alone, or with overrides, takes the rest from the column dictionary."""
    data, faults = dict(doc.data), []
    columns: list[Any] = []
    for number, raw in enumerate(data.get("kolom") or []):
        own = {"nama": raw} if isinstance(raw, str) else raw
        if not isinstance(own, dict) or "nama" not in own:
            faults.append(
                doc.fault(
                    "setiap kolom harus berupa nama dari kamus kolom atau isian dengan 'nama'.",
                    "kolom",
                    number,
                )
            )
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
            continue
        columns.append({**(base or {}), **own})
    data["kolom"] = columns
    return data, faults


def load_standard(
    path: Path, root: Path, dictionary: dict[str, Any], id_: str | None = None
) -> tuple[Standar, Document]:
    """One version of a standard. Raises :class:`ContentError` with every fault of the file."""
    doc = read_yaml(path, root)
    data, faults = _merge_columns(doc, dictionary)
    if not faults:
        try:
            return Standar.model_validate({"id": id_ or path.stem, **data}), doc
        except ValidationError as exc:
            faults = doc.faults_of(exc)
    raise ContentError(faults)


def load_series(
    folder: Path, root: Path, dictionary: dict[str, Any]
) -> tuple[dict[str, Seri], dict[tuple[str, str], Document], list[FaultInContent]]:
    """Every standard with all its versions, the document of each (id, version), and all faults.

    ``<perangkat_daerah>/<id>.yaml`` is the newest version; earlier ones stay whole and unchanged
    in ``<perangkat_daerah>/<id>/<versi>.yaml``, with their columns written out: a later change of
    the column dictionary must not reach them.
    """
    docs: dict[tuple[str, str], Document] = {}
    grouped: dict[str, list[Standar]] = defaultdict(list)
    faults: list[FaultInContent] = []
    for path in sorted([*folder.glob("*/*.yaml"), *folder.glob("*/*/*.yaml")]):
        earlier = path.parent.parent.parent == folder
        id_ = path.parent.name if earlier else path.stem
        try:
            standard, doc = load_standard(path, root, {} if earlier else dictionary, id_)
        except ContentError as exc:
            faults += exc.faults
            continue
        if earlier and path.stem != standard.versi:
            faults.append(
                doc.fault(
                    f"berkas ini versi {standard.versi}; beri nama {standard.versi}.yaml.", "versi"
                )
            )
        if (id_, standard.versi) in docs:
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
    return series, docs, faults


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
