"""Names of places and list entries as people write them: made comparable, and the nearest found.

Belongs here: case, spacing, titles ("Kec.", "KAB."), short forms, old spelling, typing errors. A
near name is an offer with its distance; nothing here says that two names are the same place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

K = TypeVar("K", bound=Hashable)

# Prefixes that writers add and drop at will. KOTA stays: Kota and Kabupaten of one name are two
# places. A real name that begins with DESA loses it on both sides of a comparison: no harm.
_SEBUTAN = re.compile(
    r"^(?:(?:PROVINSI|PROPINSI|PROV|KABUPATEN|KAB|KECAMATAN|KEC|KELURAHAN|KEL|DESA|DS)\b\.?\s*)+(?=\S)"
)
_BUKAN_HURUF = re.compile(r"[^A-Z0-9]")
_SINGKATAN = {
    "SEL": "SELATAN", "SLT": "SELATAN", "UT": "UTARA", "UTR": "UTARA", "TIM": "TIMUR",
    "TMR": "TIMUR", "BRT": "BARAT", "BAR": "BARAT", "PST": "PUSAT", "TGH": "TENGAH",
    "KP": "KAMPUNG", "MR": "MUARA", "TJ": "TANJUNG", "GN": "GUNUNG", "SK": "SUKA",
}  # fmt: skip
# Old spelling and letters that sound alike; the longer ones first.
_BUNYI = (
    ("TJ", "C"), ("DJ", "J"), ("NJ", "NY"), ("SJ", "SY"), ("OE", "U"), ("IE", "I"), ("DH", "D"),
    ("TH", "T"), ("KH", "K"), ("PH", "F"), ("V", "F"), ("Y", "I"), ("E", "A"),
)  # fmt: skip


@lru_cache(maxsize=131072)
def normal(nama: str) -> str:
    """A name for comparison: ``Kec. Karang-Bahagia`` and ``KARANGBAHAGIA`` become one."""
    plain = unicodedata.normalize("NFKD", nama).upper().strip()
    return _BUKAN_HURUF.sub("", _SEBUTAN.sub("", plain))


def bunyi(nama: str) -> str:
    """How a name sounds, roughly: old spelling, doubled letters and the vowel *e* levelled."""
    text = normal(nama)
    for old, new in _BUNYI:
        text = text.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", text)


def panjangkan(nama: str) -> str:
    """Short forms written out: ``Tambun Sel.`` becomes ``TAMBUN SELATAN``."""
    words = re.findall(r"[A-Z0-9]+|[^A-Z0-9]+", unicodedata.normalize("NFKD", nama).upper())
    return "".join(_SINGKATAN.get(word, word) for word in words)


def terdekat(nama: str, calon: Mapping[K, str]) -> list[tuple[K, int]]:
    """Candidates (key to :func:`normal` name) near ``nama``, with the edit distance, nearest first.

    At most one third of the letters may be wrong (one in a short name). Then come those that only
    sound alike or that the text is a part of (four letters or more), by the same distance.
    """
    plain = normal(nama)
    found: dict[K, int] = {}
    for text in dict.fromkeys((plain, normal(panjangkan(nama)))):
        if not text:
            continue
        for _name, distance, key in extract(
            text,
            calon,
            scorer=Levenshtein.distance,
            processor=None,
            score_cutoff=max(1, len(text) // 3),
            limit=None,
        ):
            found[key] = min(int(distance), found.get(key, int(distance)))
    if not found and len(plain) >= 4:
        sound = bunyi(nama)
        for key, name in calon.items():
            if plain in name or (name[:1] == plain[:1] and bunyi(name) == sound):
                found[key] = int(Levenshtein.distance(plain, name))
    return sorted(found.items(), key=lambda item: (item[1], str(item[0])))


def cari_nama(
    nama: str, ejaan: Iterable[tuple[K, str]], paling_banyak: int = 5
) -> list[tuple[K, int]]:
    """The keys whose spelling (a key may have several) is nearest to ``nama``, each once."""
    table = {(key, name): normal(name) for key, name in ejaan if normal(name)}
    best: dict[K, int] = {}
    for (key, _name), distance in terdekat(nama, table):
        best.setdefault(key, distance)
    return list(best.items())[:paling_banyak]
