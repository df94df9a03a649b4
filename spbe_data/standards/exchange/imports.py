"""A standard of others read as a draft of ours.

Belongs here: telling the format from the content, and writing the draft. What is missing is marked
``LENGKAPI:`` (:mod:`spbe_data.standards.unfinished`, so ``spbe standar validate`` asks for it), what
has no place here is listed; nothing is guessed in silence.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import yaml

from spbe_data.standards.exchange import bps_read, csvw, datapackage, odcs, table_schema
from spbe_data.standards.exchange.exports import Format
from spbe_data.standards.exchange.neutral import Bidang, Uraian
from spbe_data.standards.models import COLUMN_PATTERN
from spbe_data.standards.unfinished import LENGKAPI

_ZIP = b"PK\x03\x04"


class BukanStandar(ValueError):
    """The file is none of the formats, or misses its main part; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Impor:
    """The draft's id and text, and what the reader must know."""

    id: str
    bentuk: Format
    yaml: str
    catatan: tuple[str, ...]


def impor(data: bytes) -> Impor:
    """Read a Table Schema, Data Package, ODCS contract or CSVW metadata (JSON or YAML), or a filled
    workbook of the PerBPS 5/2020 forms.

    Raises :class:`BukanStandar`.
    """
    if data.startswith(_ZIP):
        return _forms(data)
    doc = _document(data)
    form = _format(doc)
    readers = {
        "table-schema": table_schema.baca,
        "datapackage": datapackage.baca,
        "odcs": odcs.baca,
        "csvw": csvw.baca,
    }
    try:
        about = readers[form](doc)
    except (ValueError, AttributeError, TypeError, KeyError) as exc:
        raise BukanStandar(
            f"Isi berkas tidak mengikuti format {form}: {exc}. Periksa berkas asalnya."
        ) from exc
    if not about.bidang:
        raise BukanStandar(
            f"Berkas {form} ini tidak memuat satu kolom pun. Periksa berkas asalnya."
        )
    return _draft(about, form)


def _forms(data: bytes) -> Impor:
    try:
        about = bps_read.baca(data)
    except ValueError as exc:
        raise BukanStandar(
            f"Berkas bukan formulir metadata PerBPS 5/2020: {exc}. "
            "Pakai buku kerja dari spbe standar ekspor --format bps."
        ) from exc
    if not about.bidang:
        raise BukanStandar("Lembar MS-Var tidak memuat satu variabel pun. Isi lembar itu.")
    return _draft(about, "bps")


def _document(data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BukanStandar(
            "Berkas bukan teks UTF-8. Yang dapat diimpor: JSON, YAML, atau formulir BPS (XLSX)."
        ) from None
    try:
        doc = json.loads(text)
    except (ValueError, RecursionError):
        try:
            if any(isinstance(e, yaml.AliasEvent) for e in yaml.parse(text, yaml.SafeLoader)):
                raise BukanStandar("Berkas memakai rujukan YAML (*). Tulis nilainya langsung.")
            doc = yaml.safe_load(text)
        except (yaml.YAMLError, RecursionError) as exc:
            raise BukanStandar("Berkas bukan JSON atau YAML yang sah.") from exc
    if not isinstance(doc, dict):
        raise BukanStandar("Berkas tidak memuat satu objek JSON atau YAML.")
    return {str(k): v for k, v in doc.items()}


def _format(doc: dict[str, Any]) -> Format:
    if doc.get("kind") == "DataContract":
        return "odcs"
    if "csvw" in json.dumps(doc.get("@context", ""), default=str):
        return "csvw"
    if isinstance(doc.get("resources"), list):
        return "datapackage"
    if isinstance(doc.get("fields"), list):
        return "table-schema"
    raise BukanStandar(
        "Format tidak dikenal. Yang dapat diimpor: Table Schema (fields), Data Package (resources), "
        "ODCS (kind: DataContract), CSVW (@context csvw)."
    )


def _gap(text: str) -> str:
    return f"{LENGKAPI} {text}"


_STANDARD_GAPS: dict[str, Any] = {
    "contoh": False,
    "berlaku_untuk_periode_sejak": _gap("periode pertama, misalnya 2026"),
    "produsen_data": _gap("id perangkat daerah"),
    "sumber_angka": {"penerbit": _gap("penerbit angka"), "nama": _gap("nama dataset asal")},
    "topik": _gap("topik"),
    "kata_kunci": [],
    "rad": _gap("kode RAD, misalnya RAD.04.02"),
    "jadwal_pemutakhiran": _gap("frekuensi pemutakhiran"),
    "jadwal_rilis": {"bulan_setelah_periode": _gap("angka bulan"), "uraian": _gap("uraian")},
    "periode": _gap("tahunan, semesteran, triwulanan, bulanan, atau harian"),
    "tingkat_penyajian": _gap("provinsi, kabupaten_kota, kecamatan, atau desa_kelurahan"),
    "akses": _gap("terbuka, terbatas, atau tertutup"),
    "lisensi": "belum-ditetapkan",
    "standar_data": {
        name: _gap(name) for name in ("konsep", "definisi", "klasifikasi", "ukuran", "satuan")
    },
    "kegiatan": {
        "judul": _gap("judul kegiatan (MS-Keg)"),
        "tujuan": _gap("tujuan kegiatan"),
        "cara_pengumpulan": _gap("1 sampai 4"),
        "sektor": _gap("1 sampai 22"),
    },
}
_FRESH = ("status", "penetapan", "pencabutan", "riwayat_status")
"""A decree is not brought over: what is imported is a draft, whatever it was elsewhere."""


def _draft(about: Uraian, form: Format) -> Impor:
    notes = list(about.catatan)
    id_ = re.sub(r"[^a-z0-9]+", "-", about.id.casefold()).strip("-")[:80]
    if len(id_) < 3:
        id_ = "standar-impor"
        notes.append("berkas tidak menyebut nama dataset; nama berkas standarnya pilihan Anda")
    names = _names(about, notes)
    version = about.versi
    if not re.fullmatch(r"[0-9]+(\.[0-9]+){0,2}", version):
        if version:
            notes.append(f"versi '{version}' bukan angka bertitik; ditulis 0.1")
        version = "0.1"
    if about.lain.get("status") not in (None, "rancangan"):
        notes.append("penetapan dan riwayat statusnya tidak dibawa; hasil impor selalu rancangan")
    body: dict[str, Any] = {
        "judul": _both(about.judul_id, about.judul_en, "judul"),
        "ringkasan": _both(about.ringkasan_id, about.ringkasan_en, "ringkasan"),
        "versi": version,
        "status": "rancangan",
        "penetapan": {"dasar_hukum": f"belum ada penetapan; rancangan dari impor {form}"},
    }
    for name, gap in _STANDARD_GAPS.items():
        body[name] = about.lain.get(name, gap)
    body |= {k: v for k, v in about.lain.items() if k not in body and k not in _FRESH}
    columns = list({b.nama: b for b in reversed(about.bidang)}.values())[::-1]
    for name, count in Counter(b.nama for b in about.bidang).items():
        if count > 1:
            notes.append(f"kolom '{name}' tertulis lebih dari sekali; hanya satu yang dibawa")
    body["kolom"] = [_column(b, names[b.nama], notes) for b in columns]
    strange = [k for k in about.kunci if k not in names]
    if strange:
        notes.append(f"kunci {', '.join(strange)} bukan kolom berkas ini; tidak dibawa")
    keys = [names[k] for k in about.kunci if k in names]
    if keys:
        body["kunci"] = keys
    else:
        body["kunci"] = [_gap("kolom-kolom yang bersama-sama membedakan tiap baris")]
    text = yaml.dump(
        {k: v if k == "berlaku_untuk_periode_sejak" else _dates(v) for k, v in body.items()},
        Dumper=_Wide, sort_keys=False, allow_unicode=True, width=100,
    )  # fmt: skip
    head = [
        f"# Rancangan standar dari impor {form}.",
        f"# Lengkapi setiap isian bertanda {LENGKAPI} lalu jalankan: spbe standar validate",
        f"# Simpan sebagai schemas/dataset/<perangkat_daerah>/{id_}.yaml",
        *(f"# Tidak terbawa atau diubah: {' '.join(n.split())}" for n in notes),
    ]
    return Impor(id_, form, "\n".join(head) + "\n" + text, tuple(notes))


class _Wide(yaml.SafeDumper):
    """No references in what people will edit."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _names(about: Uraian, notes: list[str]) -> dict[str, str]:
    """Name elsewhere → name here."""
    made: dict[str, str] = {}
    for one in about.bidang:
        name = one.nama
        if not re.fullmatch(COLUMN_PATTERN, name):
            name = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:60]
            name = name if re.match(r"[a-z]", name) else f"kolom_{name}".strip("_")
            plain, number = name, 2
            while name in made.values():
                name, number = f"{plain}_{number}", number + 1
            notes.append(f"kolom '{one.nama}' dinamai '{name}'")
        made[one.nama] = name
    return made


def _both(first: str, second: str, what: str) -> dict[str, str]:
    return {
        "id": first.strip() or _gap(f"{what} dalam Bahasa Indonesia"),
        "en": second.strip() or _gap(f"{what} dalam bahasa Inggris"),
    }


def _column(one: Bidang, name: str, notes: list[str]) -> dict[str, Any]:
    rest = dict(one.lain)
    pattern = one.pola
    if one.pilihan and not rest.get("daftar"):
        notes.append(
            f"kolom '{one.nama}': {len(one.pilihan)} pilihan ditulis sebagai pola; bila ada daftar "
            "referensinya, ganti dengan 'daftar'"
        )
        pattern = pattern or "|".join(map(re.escape, one.pilihan))
    body: dict[str, Any] = {
        "nama": name,
        "judul": _both(one.judul_id or one.nama, one.judul_en, "judul kolom"),
        "peran": rest.pop(
            "peran", _gap("wilayah, waktu, dimensi, ukuran, satuan, atau keterangan")
        ),
        "tipe": one.tipe,
        "konsep": rest.pop("konsep", _gap("konsep")),
        "definisi": one.definisi.strip() or _gap("definisi"),
        "rujukan_pemilihan": rest.pop("rujukan_pemilihan", _gap("rujukan pemilihan")),
        "rujukan_waktu": rest.pop("rujukan_waktu", _gap("rujukan waktu")),
        "wajib": one.wajib,
    }
    for key, value in (("minimum", one.minimum), ("maksimum", one.maksimum)):
        if value is not None:
            body[key] = str(value)
    if pattern is not None and not _sound(pattern):
        notes.append(
            f"kolom '{one.nama}': pola '{pattern}' bukan ungkapan reguler yang sah; tidak dibawa"
        )
    elif pattern is not None:
        body["pola"] = pattern
    if one.panjang is not None:
        body["panjang"] = one.panjang
    if name != one.nama:
        rest["ejaan_judul"] = [*rest.get("ejaan_judul", []), one.nama]
    return body | rest


def _sound(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _dates(value: Any) -> Any:
    """Days as YAML days: JSON carried them as text."""
    if isinstance(value, dict):
        return {k: _dates(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_dates(v) for v in value]
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value
