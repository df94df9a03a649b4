"""Area columns: codes of either system by their values, names in any spelling.

Belongs here: telling system, level and part of one column. Both systems have ten-digit codes that
mean different places, so an undecided column says so with a low confidence. Does not belong here:
judging a code for a period (the area register does).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from spbe_data.identifiers.kode_wilayah import Sistem, Tingkat
from spbe_data.identifiers.nama import normal as normal_nama
from spbe_data.identifiers.nama import terdekat
from spbe_data.standards.drafting.context import Konteks

TINGKAT: tuple[Tingkat, ...] = get_args(Tingkat)
_DIGIT: dict[tuple[Sistem, int], Tingkat] = {
    ("bps", 2): "provinsi", ("bps", 4): "kabupaten_kota", ("bps", 7): "kecamatan",
    ("bps", 10): "desa_kelurahan", ("kemendagri", 2): "provinsi",
    ("kemendagri", 4): "kabupaten_kota", ("kemendagri", 6): "kecamatan",
    ("kemendagri", 10): "desa_kelurahan",
}  # fmt: skip
_KATA: dict[Tingkat, re.Pattern[str]] = {
    "desa_kelurahan": re.compile(r"desa|kelurahan|\bkel\b|village"),
    "kecamatan": re.compile(r"kecamatan|kec(?![a-z]{2})|distrik|district"),
    "kabupaten_kota": re.compile(r"kabupaten|kota|kab(?![a-z]{2})|kako|regency|\bcity\b"),
    "provinsi": re.compile(r"provinsi|propinsi|prov(?![a-z]{2})|province"),
}
_PERSEN = re.compile(r"persen|rasio|rata|jumlah|nilai|harga|indeks|angka|luas")
_KATA_KODE = re.compile(r"kode|kd|^id|bps|kemendagri|mfd|wilayah|code|area")
TINGKAT_TAMPIL = {
    "provinsi": "provinsi", "kabupaten_kota": "kabupaten/kota", "kecamatan": "kecamatan",
    "desa_kelurahan": "desa/kelurahan",
}  # fmt: skip
SISTEM_TAMPIL = {"bps": "BPS", "kemendagri": "Kemendagri"}
_DEKAT_PALING_BANYAK = 60


@dataclass(frozen=True, slots=True)
class WilayahDiduga:
    """What an area column is, how sure, why, and what its values need."""

    sistem: Sistem
    tingkat: Tingkat
    bagian: str
    yakin: float
    alasan: str
    peringatan: tuple[str, ...] = ()


def tingkat_dari_judul(heading: str) -> Tingkat | None:
    """The deepest level a heading names."""
    return next((level for level in _KATA if _KATA[level].search(heading)), None)


def sistem_dari_judul(heading: str) -> Sistem | None:
    if re.search(r"kemendagri|dagri|permendagri", heading):
        return "kemendagri"
    return "bps" if "bps" in heading else None


def kenali_kode(
    values: Sequence[tuple[str, int]], heading: str, konteks: Konteks
) -> WilayahDiduga | None:
    """A column of area codes; ``values``: distinct text and how often; ``heading`` in snake_case."""
    total = sum(count for _v, count in values)
    if not total:
        return None
    floats = sum(count for v, count in values if re.fullmatch(r"[0-9]+\.0", v))
    plain = [(re.sub(r"(?<=[0-9])\.0$", "", re.sub(r"\s", "", v)), n) for v, n in values]
    best: WilayahDiduga | None = None
    hint, said = tingkat_dari_judul(heading), sistem_dari_judul(heading)
    for system in ("kemendagri", "bps"):
        for level in TINGKAT:
            shaped = known = undotted = 0
            for text, count in plain:
                code, bare = _dotted(text, system, level)
                if code is None:
                    continue
                shaped += count
                undotted += count if bare else 0
                known += count if konteks.kode_dikenal(code, system, level) else 0
            if shaped < 0.6 * total:
                continue
            short = level in ("provinsi", "kabupaten_kota")
            if short and undotted and not (hint == level or _KATA_KODE.search(heading)):
                continue  # four digits are also a number of people
            named = hint == level or _KATA_KODE.search(heading) is not None
            if not known and undotted and not (hint or named):
                continue
            # 11.01 is also a percentage: without a telling heading the values must be known codes.
            if (
                level == "kabupaten_kota"
                and not named
                and (known < 0.6 * total or _PERSEN.search(heading))
            ):
                continue
            score = 0.35 * shaped / total + 0.5 * known / total
            score += 0.08 if said == system else -0.3 if said else 0.0
            score += 0.07 if hint == level else -0.05 if hint else 0.0
            if system == "kemendagri" and undotted == shaped:
                score -= 0.06 if level in ("provinsi", "kabupaten_kota") else 0.01
            if system == "kemendagri" and shaped and not undotted:
                score += 0.15  # the dots themselves say which system it is
            if best is not None and score <= best.yakin:
                continue
            warn = []
            if system == "kemendagri" and undotted:
                warn.append("titik kode Kemendagri hilang; tulis kembali bertitik sebelum diajukan")
            if floats:
                warn.append(
                    "kode tersimpan sebagai angka desimal (.0); simpan kolomnya sebagai teks"
                )
            if known < shaped:
                warn.append(
                    f"{shaped - known} nilai tidak ada dalam daftar wilayah yang dimuat di sini"
                )
            best = WilayahDiduga(
                system, level, "kode", min(0.99, max(0.05, score)),
                f"{known} dari {total} nilai adalah kode {TINGKAT_TAMPIL[level]} "
                f"{SISTEM_TAMPIL[system]}" + ("" if known else f"; bentuknya cocok pada {shaped} nilai"),
                tuple(warn),
            )  # fmt: skip
    return best if best is not None and best.yakin >= 0.35 else None


def _dotted(text: str, system: Sistem, level: Tingkat) -> tuple[str | None, bool]:
    """The code as the system writes it, and whether its dots were missing."""
    place = TINGKAT.index(level)
    if system == "bps":
        return (
            (text, True)
            if text.isdigit() and _DIGIT.get(("bps", len(text))) == level
            else (None, False)
        )
    if (
        re.fullmatch(r"[0-9]{2}(?:\.[0-9]{2}){0,2}(?:\.[0-9]{4})?", text)
        and text.count(".") == place
    ):
        return text, level == "provinsi"
    if text.isdigit() and _DIGIT.get(("kemendagri", len(text))) == level:
        parts = [text[:2], text[2:4], text[4:6], text[6:]]
        return ".".join(p for p in parts if p), True
    return None, False


def kenali_nama(
    values: Sequence[tuple[str, int]], heading: str, konteks: Konteks
) -> WilayahDiduga | None:
    """A column of area names, tolerant of case, spacing, prefixes and one typing error in six."""
    total = sum(count for _v, count in values)
    if not total:
        return None
    hint, said = tingkat_dari_judul(heading), sistem_dari_judul(heading)
    if hint and re.search(
        r"jumlah|jml|banyak|status|jenis|nama_(?!kab|kec|des|kel|prov|kota)", heading
    ):
        hint = None
    best: tuple[float, WilayahDiduga] | None = None
    for level, names in konteks.nama_wilayah_per_tingkat.items():
        exact = 0
        spelled = {"kemendagri": 0, "bps": 0}
        misses: list[tuple[str, int]] = []
        for text, count in values:
            systems = names.get(normal_nama(text))
            if systems:
                exact += count
                for system in systems:
                    spelled[system] += count
            else:
                misses.append((text, count))
        near = 0
        if exact >= 0.3 * total or hint == level:
            pool = {name: name for name in names}
            for text, count in misses[:_DEKAT_PALING_BANYAK]:
                far = terdekat(text, pool)
                plain = normal_nama(text)
                if far and len(plain) >= 4 and far[0][1] <= max(1, len(plain) // 6):
                    near += count
        share = (exact + 0.7 * near) / total
        if share < (0.25 if hint == level else 0.6) and not (
            hint == level and re.search(r"nama|^(provinsi|kecamatan|desa|kelurahan|kab)", heading)
        ):
            continue
        score = 0.25 + 0.6 * share + (0.14 if hint == level else -0.2 if hint else 0.0)
        if best is not None and score <= best[0]:
            continue
        system = _system_of_names(level, said, spelled, konteks)
        reason = f"{exact} dari {total} nilai adalah nama {TINGKAT_TAMPIL[level]}"
        if near:
            reason += f", {near} lagi hampir sama"
        warn = []
        if exact + near < total:
            warn.append(
                f"{total - exact - near} nama tidak ada dalam daftar wilayah yang dimuat di sini"
            )
        if near:
            warn.append(
                "ejaan sebagian nama berbeda dari daftar; periksa saran saat pengajuan diperiksa"
            )
        best = (
            score,
            WilayahDiduga(system, level, "nama", min(0.98, max(0.3, score)), reason, tuple(warn)),
        )
    return best[1] if best else None


def _system_of_names(
    level: Tingkat, said: Sistem | None, spelled: dict[str, int], konteks: Konteks
) -> Sistem:
    known: list[Sistem] = [
        s for s in ("kemendagri", "bps") if (s, level, "nama") in konteks.kolom_wilayah
    ]
    if said is not None and (said in known or not known):
        return said
    if len(known) == 1:
        return known[0]
    return "bps" if spelled["bps"] > spelled["kemendagri"] else "kemendagri"
