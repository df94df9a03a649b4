"""Keys of data induk in agency data: judged as of the row's period, with words that help.

Belongs here: statuses and hints of columns that refer to a register. Each distinct key is looked up
once per period, never once per row.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from spbe_data.identifiers.periode import NAMA_BULAN, Periode
from spbe_data.standards.register import Induk, PenilaianKunci, StatusKunci

_STATUS: dict[StatusKunci, str | None] = {
    "benar": None,
    "berakhir": "induk_berakhir",
    "digabung": "induk_digabung",
    "tidak_berlaku": "induk_tidak_berlaku",
    "tidak_dikenal": "induk_tidak_dikenal",
}


def key_status(value: str, register: Induk, period: Periode) -> tuple[str | None, str]:
    """(status, the one key meant) of a written key: no status when it is right."""
    judged = register.nilai(value, period.awal, period.akhir)
    only = judged.pengganti[0] if len(judged.pengganti) == 1 else None
    meant = only if only and judged.status in ("digabung", "tidak_berlaku") else value
    return _STATUS[judged.status], meant


def key_hint(
    code: str, value: str, register: Induk, period: Periode
) -> tuple[dict[str, Any], list[tuple[str, int]]]:
    """Parameters and suggestions (key, distance) of one finding about a written key."""
    judged = register.nilai(value, period.awal, period.akhir)
    title = register.keterangan.judul
    params: dict[str, Any] = {
        "register": title.id,
        "register_en": title.en,
        "periode": period.teks,
        "nama": register.nama(value),
    }
    if code == "INDUK_TIDAK_DIKENAL":
        near = register.cari(value, 3)
        params |= _near_words(register, near)
        return params, near
    params |= _time_words(register, judged, value, period)
    return params, [(key, 0) for key in judged.pengganti]


def _called(register: Induk, key: str) -> str:
    name = register.nama(key)
    return key if name == key else f"{key} ({name})"


def _near_words(register: Induk, near: list[tuple[str, int]]) -> dict[str, Any]:
    if not near:
        return {
            "petunjuk": "Salin kuncinya dari halaman data induk, atau usulkan penambahannya.",
            "petunjuk_en": "Copy the key from the master data page, or propose adding it.",
        }
    meant = " / ".join(_called(register, key) for key, _distance in near)
    return {
        "petunjuk": f"Mungkin maksudnya {meant}. Bila belum terdaftar, usulkan penambahannya.",
        "petunjuk_en": f"Perhaps {meant} is meant. If it is not registered yet, propose adding it.",
    }


def _time_words(
    register: Induk, judged: PenilaianKunci, key: str, period: Periode
) -> dict[str, Any]:
    """When the key began or ceased to be valid, and what to write instead."""
    words: dict[str, Any] = {"sebab": "", "sebab_en": ""}
    record = judged.babak
    alias = register.keadaan.alias.get(key)
    if judged.status == "digabung" and alias is not None:
        day, day_en = _day(alias.sejak)
        words |= {"sebab": f" sejak {day}", "sebab_en": f" from {day_en}"}
    elif record is not None and record.sampai is not None and record.sampai < period.akhir:
        day, day_en = _day(record.sampai)
        words |= {"sebab": f": berakhir pada {day}", "sebab_en": f": it ended on {day_en}"}
    elif record is not None and record.sejak is not None and record.sejak > period.awal:
        day, day_en = _day(record.sejak)
        words |= {
            "sebab": f": baru berlaku sejak {day}",
            "sebab_en": f": it is valid from {day_en}",
        }
    others = " / ".join(_called(register, other) for other in judged.pengganti)
    words["pengganti"] = others
    if not others:
        words["petunjuk"] = "Periksa kuncinya, atau usulkan perubahan masa berlakunya."
        words["petunjuk_en"] = "Check the key, or propose a change of its validity."
    elif judged.status == "berakhir":
        words["petunjuk"] = f"Untuk periode berikutnya pakai {others}."
        words["petunjuk_en"] = f"For later periods use {others}."
    else:
        words["petunjuk"] = f"Ganti menjadi {others}."
        words["petunjuk_en"] = f"Change it to {others}."
    return words


def _day(day: dt.date) -> tuple[str, str]:
    return tuple(f"{day.day} {NAMA_BULAN[lang][day.month - 1]} {day.year}" for lang in ("id", "en"))  # type: ignore[return-value]  # two languages, two texts
