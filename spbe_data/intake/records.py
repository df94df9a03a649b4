"""Records in JSON → rows of text with a mask of real numbers.

Belongs here: the shapes APIs of open-data portals answer in. Runs only in the capped child: JSON
costs many times its bytes. Numbers keep the digits they are written with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

_BUJUR = frozenset({"bujur", "longitude", "long", "lon", "lng", "x"})
_LINTANG = frozenset({"lintang", "latitude", "lat", "y"})
_KUNCI = ("data", "records", "result", "results", "rows", "items")


class BukanRekaman(ValueError):
    """Valid or invalid JSON that holds no list of objects; the text is a word of ours."""


class _Angka(str):
    """A JSON number, as text."""

    __slots__ = ()


@dataclass(slots=True)
class Rekaman:
    """``jalur``: where the list was found ("result.records"); ``bersarang``: column → count.

    ``bentuk``: "json", "jsonl" (one record a line) or "geojson"; ``geometri``: for GeoJSON, kind
    of geometry → features ("tanpa" = none).
    """

    kolom: list[str]
    baris: list[dict[str, Any]]
    jalur: str
    bentuk: str = "json"
    geometri: dict[str, int] = field(default_factory=dict)
    bersarang: dict[str, int] = field(default_factory=dict)

    def sel(self) -> Iterator[list[tuple[str, bool]]]:
        """Per record: (text, is a real number) for each column, "" for null and absent."""
        for satu in self.baris:
            yield [self._teks(nama, satu.get(nama)) for nama in self.kolom]

    def _teks(self, nama: str, nilai: Any) -> tuple[str, bool]:
        match nilai:
            case None:
                return "", False
            case _Angka():
                return angka_baku(nilai), True
            case str():
                return nilai, False
            case bool():
                return ("TRUE" if nilai else "FALSE"), False
            case _:
                self.bersarang[nama] = self.bersarang.get(nama, 0) + 1
                return _tulis(nilai), False


def _tulis(nilai: Any) -> str:
    """A value inside a value, back as JSON, its numbers as they were written."""
    match nilai:
        case _Angka():
            return str(nilai)
        case list():
            return f"[{', '.join(map(_tulis, nilai))}]"
        case dict():
            isi = (f"{json.dumps(k, ensure_ascii=False)}: {_tulis(v)}" for k, v in nilai.items())
            return f"{{{', '.join(isi)}}}"
        case _:
            return json.dumps(nilai, ensure_ascii=False)


def angka_baku(tulisan: str) -> str:
    """Canonical text of a number: no exponent, no ".0" ("1e3" → "1000", "2.0" → "2")."""
    try:
        nilai = Decimal(tulisan)
    except InvalidOperation:
        return str(tulisan)
    if not nilai.is_finite() or abs(nilai.adjusted()) > 400:
        return str(tulisan)
    if nilai == nilai.to_integral_value():
        return format(nilai.to_integral_value(), "f") if nilai else "0"
    return format(nilai, "f")


def baca_json(teks: str, jumlah_kolom: int) -> Rekaman:
    """List of objects, bare or one or two members deep (``data``, ``result.records`` …), JSON
    Lines, or the features of a GeoJSON: their properties, and ``bujur``/``lintang`` of points.

    Raises BukanRekaman: "json_rusak", "topojson", "tanpa_rekaman", "terlalu_lebar", "kunci_ganda".
    """
    bentuk, jalur = "json", ""
    geometri: dict[str, int] = {}
    try:
        isi = _urai(teks)
    except BukanRekaman as galat:
        if str(galat) != "json_rusak":
            raise
        bentuk, isi = "jsonl", _per_baris(teks)
    if isinstance(isi, dict) and isi.get("type") == "Topology":
        raise BukanRekaman("topojson")
    if isinstance(isi, dict) and isi.get("type") in ("FeatureCollection", "Feature"):
        bentuk, jalur = "geojson", "features"
        baris, geometri = _fitur(isi)
    else:
        jalur, baris = _cari(isi)
    kolom: dict[str, None] = {}
    for satu in baris:
        kolom.update(dict.fromkeys(satu))
        if len(kolom) > jumlah_kolom:
            raise BukanRekaman("terlalu_lebar")
    return Rekaman(list(kolom), baris, jalur, bentuk, geometri)


def _urai(teks: str) -> Any:
    try:
        return json.loads(
            teks,
            parse_int=_Angka,
            parse_float=_Angka,
            parse_constant=str,
            object_pairs_hook=_tanpa_kunci_ganda,
        )
    except BukanRekaman:
        raise
    except (ValueError, RecursionError):
        raise BukanRekaman("json_rusak") from None


def _per_baris(teks: str) -> list[Any]:
    """JSON Lines: an object on every line that is not blank, at least two of them."""
    baris = [satu for satu in teks.split("\n") if satu.strip()]
    # The first line decides cheaply whether this is JSON Lines or one document gone wrong.
    if len(baris) < 2 or not baris[0].rstrip().endswith("}"):
        raise BukanRekaman("json_rusak")
    return [_urai(satu) for satu in baris]


def _fitur(isi: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Properties of each feature with the place of points, and the kinds of geometry counted."""
    fitur = isi.get("features") if isi["type"] == "FeatureCollection" else [isi]
    if not isinstance(fitur, list) or not fitur:
        raise BukanRekaman("tanpa_rekaman")
    baris: list[dict[str, Any]] = []
    titik: list[tuple[Any, Any]] = []
    jumlah: dict[str, int] = {}
    for satu in fitur:
        if not isinstance(satu, dict) or satu.get("type") != "Feature":
            raise BukanRekaman("tanpa_rekaman")
        sifat = satu.get("properties")
        baris.append(dict(sifat) if isinstance(sifat, dict) else {})
        bentuk = satu.get("geometry")
        macam = bentuk.get("type") if isinstance(bentuk, dict) else None
        macam = macam if isinstance(macam, str) else "tanpa"
        jumlah[macam] = jumlah.get(macam, 0) + 1
        letak = bentuk.get("coordinates") if macam == "Point" and isinstance(bentuk, dict) else None
        ada = isinstance(letak, list) and len(letak) >= 2
        titik.append((letak[0], letak[1]) if ada and letak is not None else (None, None))
    nama = {n.strip().casefold() for sifat in baris for n in sifat}
    if "Point" in jumlah and not (nama & _BUJUR and nama & _LINTANG):
        for sifat, (bujur, lintang) in zip(baris, titik, strict=True):
            sifat |= {"bujur": bujur, "lintang": lintang}
    return baris, jumlah


def _tanpa_kunci_ganda(pasangan: list[tuple[str, Any]]) -> dict[str, Any]:
    # JSON lets the last of two equal keys win in silence; the sender would never see it.
    isi = dict(pasangan)
    if len(isi) < len(pasangan):
        raise BukanRekaman("kunci_ganda")
    return isi


def _cari(isi: Any) -> tuple[str, list[dict[str, Any]]]:
    antre: list[tuple[tuple[str, ...], Any]] = [((), isi)]
    for jalur, nilai in antre:
        if isinstance(nilai, list) and nilai and all(isinstance(satu, dict) for satu in nilai):
            return ".".join(jalur), nilai
        if isinstance(nilai, dict) and len(jalur) < 2:
            dikenal = [k for k in _KUNCI if k in nilai]
            # Registers also come as {"022200": [...]}: a sole branch needs no known name.
            cabang = [k for k, v in nilai.items() if isinstance(v, list | dict)]
            if not dikenal and len(cabang) == 1:
                dikenal = cabang
            antre += [((*jalur, k), nilai[k]) for k in dikenal]
    raise BukanRekaman("tanpa_rekaman")
