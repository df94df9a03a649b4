"""What differs between two versions of a standard, and whether data made for one fit the other.

Belongs here: the classing of a change. *Compatible*: every file that was right under the old
version is right under the new one, and every user of the old columns finds them unchanged.
*Breaking*: anything else; it needs a new major version and a period from which it binds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.series import urutan_versi

Kelas = Literal["keterangan", "kompatibel", "memutus"]
"""``keterangan``: words only; ``kompatibel`` and ``memutus`` as in the module's text."""

_BERAT: tuple[Kelas, ...] = ("keterangan", "kompatibel", "memutus")

_MAKNA = {"konsep": "konsep", "definisi": "definisi"}
_KETERANGAN_KOLOM = ("judul", "rujukan_pemilihan", "rujukan_waktu")
_KETERANGAN = (
    "judul", "ringkasan", "penetapan", "pencabutan", "riwayat_status", "sumber_angka", "topik",
    "kata_kunci", "rad", "kontak", "kegiatan", "catatan", "status", "contoh", "arsitektur",
    "indikator", "kode_sds", "unit_produsen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Perubahan:
    """One difference: where, from what to what, its class, and why it is of that class."""

    kelas: Kelas
    isian: str
    dari: str
    ke: str
    sebab: str


def kelas_perubahan(changes: list[Perubahan]) -> Kelas | None:
    """The heaviest class; ``None`` when nothing differs."""
    return max((c.kelas for c in changes), key=_BERAT.index, default=None)


def perubahan(lama: Standar, baru: Standar) -> list[Perubahan]:
    """Every difference from ``lama`` to ``baru``, apart from the version's own number and period."""
    return [*_table(lama, baru), *_columns(lama, baru), *_words(lama, baru)]


def versi_wajar(lama: str, kelas: Kelas | None) -> str:
    """The least version number that may follow ``lama`` after a change of ``kelas``."""
    major, minor, patch = urutan_versi(lama)
    match kelas:
        case "memutus":
            return f"{major + 1}.0"
        case "kompatibel":
            return f"{major}.{minor + 1}"
        case _:
            return f"{major}.{minor}.{patch + 1}"


def versi_cukup(lama: str, baru: str, kelas: Kelas | None) -> bool:
    """Whether the step from ``lama`` to ``baru`` is as great as a change of ``kelas`` needs."""
    return urutan_versi(baru) >= urutan_versi(versi_wajar(lama, kelas))


def _show(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, tuple):
        return ", ".join(map(_show, value)) or "–"
    if hasattr(value, "model_dump"):
        return str({k: v for k, v in value.model_dump(mode="json").items() if v is not None})
    return str(value)


def _change(kelas: Kelas, field: str, old: Any, new: Any, why: str) -> Perubahan:
    return Perubahan(kelas, field, _show(old), _show(new), why)


def _table(old: Standar, new: Standar) -> Iterator[Perubahan]:
    breaking = {
        "kunci": "baris dikenali dengan cara lain; deret lama dan baru tidak dapat disambung begitu saja",
        "periode": "satu baris mencakup kurun waktu lain",
        "tingkat_penyajian": "angka disajikan pada tingkat wilayah lain",
        "produsen_data": "penanggung jawab data berganti; pengiriman berpindah instansi",
    }
    for field, why in breaking.items():
        if getattr(old, field) != getattr(new, field):
            yield _change("memutus", field, getattr(old, field), getattr(new, field), why)
    for field in ("konsep", "definisi", "klasifikasi", "ukuran", "satuan"):
        a, b = getattr(old.standar_data, field), getattr(new.standar_data, field)
        if a != b:
            # The five parts bound what a figure means (Perpres 39/2019 Pasal 4).
            yield _change(
                "memutus", f"standar_data.{field}", a, b, "arti angka berubah; deret terputus"
            )
    if old.cakupan != new.cakupan:
        kelas: Kelas = "kompatibel" if new.cakupan is None else "memutus"
        yield _change(
            kelas, "cakupan", old.cakupan, new.cakupan,
            "kelengkapan tidak lagi dituntut" if kelas == "kompatibel"
            else "berkas yang dulu lengkap dapat menjadi tidak lengkap",
        )  # fmt: skip
    yield from _rules(old, new)
    classes = ("terbuka", "terbatas", "tertutup")
    if old.akses != new.akses:
        closed = classes.index(new.akses) > classes.index(old.akses)
        yield _change(
            "memutus" if closed else "kompatibel", "akses", old.akses, new.akses,
            "pemakai kehilangan akses" if closed else "akses dibuka",
        )  # fmt: skip
    for field in ("lisensi", "jadwal_pemutakhiran", "jadwal_rilis", "data_prioritas"):
        if getattr(old, field) != getattr(new, field):
            yield _change(
                "kompatibel", field, getattr(old, field), getattr(new, field),
                "syarat pemakaian atau jadwal berubah, isi berkas tidak",
            )  # fmt: skip


def _rules(old: Standar, new: Standar) -> Iterator[Perubahan]:
    before: Mapping[str, Any] = {r.id: r for r in old.aturan}
    after: Mapping[str, Any] = {r.id: r for r in new.aturan}
    for id_ in [*before, *(i for i in after if i not in before)]:
        a, b = before.get(id_), after.get(id_)
        if b is None:
            yield _change("kompatibel", f"aturan.{id_}", a, b, "satu syarat dihapus")
        elif a is None:
            yield _change("memutus", f"aturan.{id_}", a, b, "ada syarat baru")
        elif a != b:
            words = a.model_copy(update={"alasan": b.alasan}) == b
            yield _change(
                "keterangan" if words else "memutus", f"aturan.{id_}", a, b,
                "hanya alasannya yang ditulis ulang" if words else "syarat berubah",
            )  # fmt: skip


def _columns(old: Standar, new: Standar) -> Iterator[Perubahan]:
    before = {c.nama: c for c in old.kolom}
    after = {c.nama: c for c in new.kolom}
    for name, column in before.items():
        if name not in after:
            yield _change(
                "memutus", f"kolom.{name}", name, None, "kolom dihapus atau berganti nama"
            )
        else:
            yield from _column(column, after[name])
    for name, column in after.items():
        if name not in before:
            required = column.wajib and column.peran != "wilayah"
            yield _change(
                "memutus" if required else "kompatibel", f"kolom.{name}", None, name,
                "kolom wajib baru; berkas lama tidak memilikinya" if required
                else "kolom baru yang boleh kosong",
            )  # fmt: skip
    same = [n for n in before if n in after]
    if same != [n for n in after if n in before]:
        yield _change(
            "keterangan", "kolom", same, [n for n in after if n in before], "urutan kolom berubah"
        )


def _column(old: Kolom, new: Kolom) -> Iterator[Perubahan]:
    at = f"kolom.{old.nama}"

    def differ(field: str, kelas: Kelas, why: str) -> Iterator[Perubahan]:
        a, b = getattr(old, field), getattr(new, field)
        if a != b:
            yield _change(kelas, f"{at}.{field}", a, b, why)

    if old.tipe != new.tipe:
        wider = (old.tipe, new.tipe) == ("bulat", "desimal")
        yield _change(
            "memutus", f"{at}.tipe", old.tipe, new.tipe,
            "angka berkoma di kolom yang dulu bulat; pemakai harus menyesuaikan" if wider
            else "jenis nilai berubah",
        )  # fmt: skip
    for field in ("peran", "wilayah", "daftar", "pola", "induk"):
        a, b = getattr(old, field, None), getattr(new, field, None)
        if a == b:
            continue
        freed = field in ("daftar", "pola", "induk") and b is None
        yield _change(
            "kompatibel" if freed else "memutus", f"{at}.{field}", a, b,
            "batas nilai dilepas" if freed else "nilai yang dulu sah dapat menjadi salah",
        )  # fmt: skip
    if old.wajib != new.wajib:
        yield _change(
            "memutus" if new.wajib else "kompatibel", f"{at}.wajib", old.wajib, new.wajib,
            "sel kosong yang dulu boleh menjadi salah" if new.wajib else "sel boleh kosong",
        )  # fmt: skip
    if old.akses_umum != new.akses_umum:
        yield _change(
            "kompatibel" if new.akses_umum else "memutus", f"{at}.akses_umum",
            old.akses_umum, new.akses_umum,
            "kolom dibuka untuk umum" if new.akses_umum else "kolom hilang dari data terbuka",
        )  # fmt: skip
    for field, tighter in (
        ("minimum", _raised(old.minimum, new.minimum)),
        ("maksimum", _raised(_neg(old.maksimum), _neg(new.maksimum))),
        ("skala", _raised(_neg(old.skala), _neg(new.skala))),
        ("panjang", _raised(_neg(old.panjang), _neg(new.panjang))),
    ):
        a, b = getattr(old, field), getattr(new, field)
        if a != b:
            yield _change(
                "memutus" if tighter else "kompatibel", f"{at}.{field}", a, b,
                "batas dipersempit" if tighter else "batas diperlebar",
            )  # fmt: skip
    if old.tata_angka != new.tata_angka:
        freed = new.tata_angka is None
        yield _change(
            "kompatibel" if freed else "memutus", f"{at}.tata_angka", old.tata_angka,
            new.tata_angka, "cara menulis angka dilepas" if freed else "cara menulis angka berubah",
        )  # fmt: skip
    gone = sorted(set(old.ejaan_judul) - set(new.ejaan_judul))
    if gone:
        yield _change(
            "memutus", f"{at}.ejaan_judul", gone, None, "judul kolom yang dulu dikenali ditolak"
        )
    elif set(old.ejaan_judul) != set(new.ejaan_judul):
        yield _change(
            "kompatibel", f"{at}.ejaan_judul", old.ejaan_judul, new.ejaan_judul,
            "ejaan judul lain juga dikenali",
        )  # fmt: skip
    for field in _MAKNA:
        yield from differ(field, "memutus", "arti kolom berubah")
    for field in _KETERANGAN_KOLOM:
        yield from differ(field, "keterangan", "hanya kata-kata")


def _neg(value: Any) -> Any:
    return None if value is None else -value


def _raised(old: Any, new: Any) -> bool:
    """Whether a lower bound went up (``None``: no bound)."""
    return new is not None and (old is None or new > old)


def _words(old: Standar, new: Standar) -> Iterator[Perubahan]:
    for field in _KETERANGAN:
        a, b = getattr(old, field, None), getattr(new, field, None)
        if a != b:
            yield _change("keterangan", field, a, b, "keterangan; isi berkas tidak berubah")
