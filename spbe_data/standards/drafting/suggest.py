"""What the draft resembles: standards that may be the same data, RAD topic, agency.

Belongs here: suggestions from words and from existing standards. Does not belong here: columns.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz

from spbe_data.intake.header import normal
from spbe_data.standards.drafting.context import Konteks
from spbe_data.standards.drafting.making import isi_kolom
from spbe_data.standards.drafting.model import Dugaan, KolomUsul, Mirip

_PALING_BANYAK = 5
_AMBANG = 0.45
_UMUM = frozenset(
    (
        "jumlah", "menurut", "berdasarkan", "daftar", "data", "di", "dan", "per", "kabupaten",
        "kota", "kecamatan", "desa", "kelurahan", "tahun", "provinsi", "dengan", "yang", "bulan",
        "angka", "tingkat", "persentase", "jenis", "nama", "kode", "nilai",
    )
)  # fmt: skip
"""Words of nearly every title: they say nothing about what the data are."""


def _words(text: str) -> str:
    return " ".join(w for w in normal(text).split("_") if w not in _UMUM and not w.isdigit())


def standar_mirip(title: str, columns: Sequence[KolomUsul], konteks: Konteks) -> list[Mirip]:
    """Existing standards near in title, concept and columns, most like first (Perpres 39/2019
    Pasal 27(1): data that exist already are not collected again)."""
    region = set(_words(f"{konteks.nama_wilayah} {konteks.nama_provinsi}").split())

    def bare(text: str) -> str:
        return " ".join(w for w in _words(text).split() if w not in region)

    mine = bare(title)
    own = {
        c.nama
        for c in columns
        if isi_kolom(c, konteks)["peran"] in ("ukuran", "dimensi", "keterangan")
    }
    measures = {c.nama for c in columns if isi_kolom(c, konteks)["peran"] == "ukuran"}
    levels = {w["tingkat"] for c in columns if (w := isi_kolom(c, konteks).get("wilayah"))}
    found: list[Mirip] = []
    for id_, standard in konteks.catalog.standar.items():
        theirs = {c.nama for c in standard.kolom if c.peran in ("ukuran", "dimensi", "keterangan")}
        other = bare(standard.judul.id)
        by_title = fuzz.token_sort_ratio(mine, other) / 100 if mine and other else 0.0
        by_words = fuzz.token_set_ratio(mine, other) / 100 if mine and other else 0.0
        by_concept = (
            fuzz.token_set_ratio(mine, _words(standard.standar_data.konsep)) / 100 if mine else 0.0
        )
        shared = own & theirs
        by_columns = len(shared) / len(own | theirs) if own | theirs else 0.0
        same_measure = bool(measures & {c.nama for c in standard.ukuran})
        score = 0.25 * by_title + 0.3 * by_words + 0.05 * by_concept + 0.3 * by_columns
        score += 0.1 if standard.tingkat_penyajian in levels else 0.0
        if same_measure and by_columns < 0.99:
            score += 0.05
        if score >= _AMBANG:
            why = f"judul {round(100 * by_title)}% sama"
            if shared:
                why += f"; kolom sama: {', '.join(sorted(shared)[:4])}"
            found.append(Mirip(id_, standard.judul.id, min(1.0, score), why))
    return sorted(found, key=lambda m: (-m.skor, m.id))[:_PALING_BANYAK]


def rad(
    title: str, columns: Sequence[KolomUsul], similar: Sequence[Mirip], konteks: Konteks
) -> Dugaan | None:
    """The RAD topic that most words and similar standards point to."""
    if "rad" not in konteks.catalog.daftar:
        return None
    entries = konteks.catalog.daftar["rad"].kode()
    head = f" {normal(title).replace('_', ' ')} "
    body = " " + " ".join(
        c.nama.replace("_", " ") for c in columns if not isi_kolom(c, konteks).get("wilayah")
    ) + " "  # fmt: skip
    score: defaultdict[str, float] = defaultdict(float)
    why: defaultdict[str, list[str]] = defaultdict(list)
    for code, entry in entries.items():
        if entry.lain.get("tingkat") == "1":
            continue
        words = {
            *konteks.kata_rad.get(code, ()),
            *(w for w in re.split(r"[ /]+", entry.nama.casefold()) if len(w) > 4),
        }
        for word in sorted(words - _UMUM):
            for text, weight in ((head, 2.0), (body, 1.0)):
                if f" {word} " in text:
                    score[code] += weight * (1 + 0.3 * word.count(" "))
                    if word not in why[code]:
                        why[code].append(word)
    for other in similar[:3]:
        if other.skor >= 0.6:
            code = konteks.catalog.standar[other.id].rad
            score[code] += 4 * other.skor
            why[code].append(f"standar mirip {other.id}")
    if not score:
        return None
    ranked = sorted(score.items(), key=lambda item: (-item[1], item[0]))
    code, best = ranked[0]
    rest = ranked[1][1] if len(ranked) > 1 else 0.0
    sure = min(0.9, 0.4 + 0.1 * min(best, 3) + 0.2 * (best - rest) / best)
    reason = f"{entries[code].nama}: kata {', '.join(why[code][:4])}"
    if rest > 0.5 * best:
        reason += f"; mungkin juga {ranked[1][0]} ({entries[ranked[1][0]].nama})"
    return Dugaan(code, sure, reason)


def topik(similar: Sequence[Mirip], topic: Dugaan | None, konteks: Konteks) -> Dugaan | None:
    """The subject word: that of the most similar standard, else the name of the RAD topic."""
    if similar and similar[0].skor >= 0.6:
        other = similar[0]
        subject = konteks.catalog.standar[other.id].topik
        return Dugaan(subject, min(0.85, other.skor), f"topik standar mirip {other.id}")
    if topic is None:
        return None
    name = konteks.catalog.daftar["rad"].kode()[topic.nilai].nama
    return Dugaan(name, 0.8 * topic.yakin, f"nama tema {topic.nilai}")


def perangkat_daerah(
    title: str, said: str | None, similar: Sequence[Mirip], topic: Dugaan | None, konteks: Konteks
) -> Dugaan | None:
    """The agency: as said, else of the most similar standard, else of standards with the same
    topic, else by the words of its own name."""
    agencies = konteks.catalog.perangkat_daerah
    if said is not None:
        return Dugaan(said, 1.0, "disebut dengan --perangkat-daerah")
    if similar and similar[0].skor >= _AMBANG:
        other = similar[0]
        return Dugaan(
            konteks.catalog.standar[other.id].produsen_data, min(0.85, other.skor),
            f"produsen standar mirip {other.id}",
        )  # fmt: skip
    votes: defaultdict[str, int] = defaultdict(int)
    for standard in konteks.catalog.standar.values():
        if topic and standard.rad == topic.nilai:
            votes[standard.produsen_data] += 1
    if votes:
        agency, count = max(votes.items(), key=lambda item: (item[1], item[0]))
        return Dugaan(
            agency, 0.55, f"produsen {count} standar lain bertema {topic.nilai if topic else ''}"
        )
    names = set(_words(title).split())
    if topic:
        names |= set(_words(konteks.catalog.daftar["rad"].kode()[topic.nilai].nama).split())
    for agency, about in agencies.items():
        common = names & set(_words(f"{about.nama} {about.bidang}").split())
        if common:
            return Dugaan(agency, 0.4, f"kata {', '.join(sorted(common))} ada dalam namanya")
    return None
