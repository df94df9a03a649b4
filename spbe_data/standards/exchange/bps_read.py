"""A filled PerBPS 5/2020 workbook (MS-Keg, MS-Var, MS-Ind) read into neutral words.

Belongs here: finding the lines and columns of the forms by their printed numbers, so that a row put
in by hand moves nothing. What has no place here is told in ``catatan``.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

from spbe_data.intake.container import periksa_zip
from spbe_data.intake.model import Batas, BerkasDitolak
from spbe_data.standards.exchange import bps_aturan
from spbe_data.standards.exchange.bps_forms import LEMBAR
from spbe_data.standards.exchange.bps_isian import (
    BERULANG,
    BLOK,
    PETUGAS_BPS,
    TINGKAT_KODE,
    TINGKAT_NAMA,
    Butir,
)
from spbe_data.standards.exchange.neutral import Bidang, Uraian
from spbe_data.standards.metadata import BELUM, LANGKAH
from spbe_data.standards.unfinished import LENGKAPI

Baris = list[str]
_BATAS = Batas(
    ukuran_berkas=5_000_000,
    jumlah_sel=500_000,
    jumlah_baris=20_000,
    jumlah_kolom=200,
    ukuran_terbongkar=60_000_000,
)
_NOMOR = re.compile(r"[1-8]\.[0-9][ab]?")
_FREKUENSI = {
    1: "harian",
    2: "mingguan",
    3: "bulanan",
    4: "triwulanan",
    5: "caturwulanan",
    6: "semesteran",
    7: "tahunan",
}
"""R.4.2 → code of the list ``frekuensi``; 8 is several of them."""


def baca(data: bytes) -> Uraian:
    """The forms as a standard. Raises ``ValueError`` for what is no such workbook."""
    sheets = _sheets(data)
    if LEMBAR[1] not in sheets:
        raise ValueError(f"buku kerja tidak memuat lembar {LEMBAR[1]}")
    notes: list[str] = []
    id_, version, title = _identity(sheets)
    fields, key = _variables(sheets[LEMBAR[1]], notes)
    own, answers = _activity(sheets.get(LEMBAR[0], []), notes)
    activity = own["kegiatan"].get("judul", "")
    own["indikator"] = _indicators(sheets.get(LEMBAR[2], []), activity, notes)
    if not own["indikator"]:
        del own["indikator"]
    _presentation(own, sheets.get(LEMBAR[2], []), answers, notes)
    return Uraian(
        id_ or activity, title or activity, "", "", "", version, fields, key, (), own, tuple(notes)
    )


def _sheets(data: bytes) -> dict[str, list[Baris]]:
    """Every sheet as rows of text, by its name as the forms write it."""
    import python_calamine as calamine

    if len(data) > _BATAS.ukuran_berkas:
        raise ValueError("berkas terlalu besar untuk formulir metadata")
    try:
        periksa_zip(data, _BATAS)
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (BerkasDitolak, calamine.CalamineError, OSError) as exc:
        raise ValueError(f"buku kerja tidak terbaca ({type(exc).__name__})") from None
    known = {name.casefold().replace(" ", ""): name for name in LEMBAR}
    return {
        known.get(name.casefold().replace(" ", ""), name): [[_cell(v) for v in row] for row in rows]
        for name, rows in found.items()
    }


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def _at(row: Baris, column: int) -> str:
    return row[column] if column < len(row) else ""


def _said(text: str) -> str:
    """What was written, unless it only says that nothing is settled."""
    return "" if text.casefold() == BELUM else text


def _identity(sheets: dict[str, list[Baris]]) -> tuple[str, str, str]:
    for rows in sheets.values():
        for row in rows[:5]:
            if found := re.fullmatch(
                r"Standar data: ([a-z0-9-]+), versi ([0-9.]+), (.+)", _at(row, 0), re.DOTALL
            ):
                return found[1], found[2], found[3]
    return "", "", ""


# -- MS-Var ----------------------------------------------------------------------------------------


def _body(rows: list[Baris]) -> list[Baris]:
    """The filled rows under the line of column numbers ``(1) (2) …``."""
    for at, row in enumerate(rows):
        if _at(row, 0) == "(1)" and _at(row, 1).startswith("(2)"):
            return [r for r in rows[at + 1 :] if any(_at(r, n) for n in range(1, 12))]
    return []


def _variables(rows: list[Baris], notes: list[str]) -> tuple[tuple[Bidang, ...], tuple[str, ...]]:
    made: list[Bidang] = []
    key: list[tuple[int, str]] = []
    for row in _body(rows):
        title, alias = _at(row, 1), _at(row, 2)
        name = alias or title
        rules = bps_aturan.baca(_at(row, 7), _at(row, 8), _at(row, 9))
        notes += [f"kolom '{name}': {text}" for text in rules.catatan]
        if _at(row, 10) not in ("", title):
            notes.append(f"kolom '{name}': kalimat pertanyaan tidak dibawa")
        own = dict(rules.lain)
        for field, column in (("konsep", 3), ("rujukan_pemilihan", 5), ("rujukan_waktu", 6)):
            if text := _said(_at(row, column)):
                own[field] = text
        if _at(row, 11) == "2":
            own["akses_umum"] = False
        elif _at(row, 11) != "1":
            notes.append(
                f"kolom '{name}': dapat diakses umum berisi '{_at(row, 11)}', bukan 1 atau 2; "
                "ditulis tidak"
            )
            own["akses_umum"] = False
        if rules.urutan_kunci is not None:
            key.append((rules.urutan_kunci, name))
        made.append(
            Bidang(
                name, title, "", _said(_at(row, 4)), rules.tipe, rules.wajib,
                rules.minimum, rules.maksimum, rules.pola, rules.panjang, None, own,
            )
        )  # fmt: skip
    return tuple(made), tuple(name for _order, name in sorted(key))


# -- MS-Keg ----------------------------------------------------------------------------------------


def _activity(
    rows: list[Baris], notes: list[str]
) -> tuple[dict[str, Any], dict[tuple[str, str], str]]:
    """The standard's fields that the form answers, and every answer by its line."""
    answers, schedule = _answers(rows)
    about: dict[str, Any] = {}
    for _title, items in BLOK:
        for one in items:
            text = answers.get(one.kunci, "")
            if not text:
                continue
            value = _value(one, text)
            if value is None:
                notes.append(f"{_where(one)} berisi '{text}', bukan kode pilihan; tidak dibawa")
            elif one.jalur:
                _put(about, one.jalur, value)
            elif one.kunci[0] == "1.2" or one.syarat == PETUGAS_BPS:
                notes.append(f"{_where(one)} tidak dibawa; tidak ada tempatnya di standar")
    if days := _schedule(schedule, notes):
        about["jadwal"] = days
    for name, asked in (
        ("judul", "judul kegiatan (MS-Keg)"),
        ("tujuan", "tujuan kegiatan (R.3.2)"),
        ("cara_pengumpulan", "1 sampai 4"),
        ("sektor", "1 sampai 22"),
    ):
        about.setdefault(name, f"{LENGKAPI} {asked}")
    own: dict[str, Any] = {"kegiatan": about}
    if office := answers.get(("1.1", "Instansi Penyelenggara"), ""):
        own["produsen_data"] = f"{LENGKAPI} id perangkat daerah dari {office}"
    return own, answers


def _answers(
    rows: list[Baris],
) -> tuple[dict[tuple[str, str], str], dict[str, tuple[str, str]]]:
    """Answers by number and label (a number holds until the next), and the days of R.3.3."""
    answers: dict[tuple[str, str], str] = {}
    schedule: dict[str, tuple[str, str]] = {}
    titles = {title for title, _items in BLOK}
    steps = {title: name for name, title in LANGKAH}
    number = ""
    for row in rows:
        first, label = _at(row, 0), _at(row, 1)
        if first in titles:
            number = ""
        elif _NOMOR.fullmatch(first):
            number = first
        if number == "3.3" and label in steps:
            schedule[steps[label]] = (_at(row, 3), _at(row, 4))
        elif label:
            answers.setdefault((number, label), _said(_at(row, 3)))
    return answers, schedule


def _where(one: Butir) -> str:
    return f"R.{one.nomor} {one.label}" if one.nomor else one.label


def _value(one: Butir, text: str) -> str | int | bool | None:
    """The answer as the field wants it; ``None`` where it is no option."""
    if one.jenis == "teks":
        return text
    if not text.isdecimal():
        return None
    code = int(text)
    if one.jenis == "ya_tidak":
        return (code == (2 if one.pilihan is BERULANG else 1)) if code in (1, 2) else None
    if one.jenis == "jumlah" and one.pilihan is not None:
        return code if 0 < code <= sum(one.pilihan) and not code & ~sum(one.pilihan) else None
    if one.jenis == "kode" and one.pilihan is not None and code not in one.pilihan:
        return None
    return text if one.jalur in ("cara_pengumpulan", "sektor") else code


def _put(about: dict[str, Any], path: str, value: object) -> None:
    *above, name = path.split(".")
    for part in above:
        about = about.setdefault(part, {})
    about[name] = value


def _schedule(found: dict[str, tuple[str, str]], notes: list[str]) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    for name, written in found.items():
        days = [_day(text) for text in written]
        if days[0] and days[1]:
            made[name] = {"mulai": days[0], "selesai": days[1]}
        elif any(written):
            notes.append(f"R.3.3 {name}: '{' - '.join(written)}' bukan dua tanggal; tidak dibawa")
    return made


def _day(text: str) -> str:
    if found := re.fullmatch(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})", text):
        text = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


# -- MS-Ind and what follows from both -------------------------------------------------------------


def _lines(text: str) -> list[str]:
    return [part.strip() for part in text.splitlines() if part.strip()]


def _indicators(rows: list[Baris], activity: str, notes: list[str]) -> list[dict[str, Any]]:
    made = []
    for row in _body(rows):
        one: dict[str, Any] = {"nama": _at(row, 1) or f"{LENGKAPI} nama indikator"}
        for field, column in (
            ("konsep", 2),
            ("definisi", 3),
            ("interpretasi", 4),
            ("rumus", 5),
            ("ukuran", 6),
            ("satuan", 7),
        ):
            one[field] = _said(_at(row, column)) or f"{LENGKAPI} {field}"
        if shown := _lines(_at(row, 8)):
            one["klasifikasi_penyajian"] = shown
        if _at(row, 9) == "1":
            one["komposit"] = {
                "publikasi": _at(row, 10) or f"{LENGKAPI} publikasi indikator pembangun",
                "indikator": _lines(_at(row, 11)) or [f"{LENGKAPI} nama indikator pembangun"],
            }
        else:
            if _at(row, 9) != "2":
                notes.append(
                    f"indikator '{one['nama']}': kolom (10) berisi '{_at(row, 9)}', bukan 1 atau "
                    "2; dibaca sebagai bukan komposit"
                )
            one["pembangun"] = {
                "variabel": _lines(_at(row, 14)) or [f"{LENGKAPI} nama variabel pembangun"]
            }
            if _at(row, 12) not in ("", activity):
                one["pembangun"]["kegiatan"] = _at(row, 12)
        if _at(row, 16) != "1":
            one["akses_umum"] = False
        made.append(one)
    return made


def _presentation(
    own: dict[str, Any],
    indicators: list[Baris],
    answers: dict[tuple[str, str], str],
    notes: list[str],
) -> None:
    """Level, frequency and release: lines of MS-Keg that are fields of the standard."""
    codes = {code: level for level, code in TINGKAT_KODE.items()}
    names = {name.casefold(): level for level, name in TINGKAT_NAMA.items()}
    level_text = answers.get(("7.4", "Tingkat Penyajian Hasil Analisis"), "")
    level = codes.get(int(level_text)) if level_text.isdecimal() else None
    if level == "desa_kelurahan":  # 16 is "Lainnya": only the name says which
        level = next(
            (names[t] for r in _body(indicators) if (t := _at(r, 15).casefold()) in names), None
        )
    if level is not None:
        own["tingkat_penyajian"] = level
    elif level_text:
        notes.append(f"R.7.4 berisi {level_text}; tingkat penyajian terendahnya tidak dibawa")
    often = answers.get(("4.2", "Frekuensi Penyelenggaraan"), "")
    if often.isdecimal() and int(often) in _FREKUENSI:
        own["jadwal_pemutakhiran"] = _FREKUENSI[int(often)]
    elif often:
        notes.append(
            f"R.4.2 berisi {often}; frekuensinya lebih dari satu kemungkinan, tidak dibawa"
        )
    released = [text for (number, _label), text in answers.items() if number == "8.2" and text]
    if released:
        own["jadwal_rilis"] = {
            "bulan_setelah_periode": f"{LENGKAPI} angka bulan",
            "uraian": released[0],
        }
        if len(set(released)) > 1:
            notes.append("R.8.2 berbeda menurut produk; hanya yang pertama yang dibawa")
