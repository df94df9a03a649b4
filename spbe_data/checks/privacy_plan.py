"""What the columns of a table say together: who is a person here, and where do they live.

Belongs here: deciding, from the headings and a sample of values, which columns hold numbers of
persons and which columns together tell a person apart (name with address, name with day of birth,
coordinates of a house). Does not belong here: looking at every row
(:mod:`spbe_data.checks.privacy_scan`), and wording findings (:mod:`spbe_data.checks.privacy`).

Decided once per table, so that every chunk of a large file is judged alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from spbe_data.identifiers.judul_pribadi import Judul, angka_polos, baca_judul, nilai_di_bawah
from spbe_data.identifiers.nama_orang import Kemiripan, mirip_alamat, mirip_nama
from spbe_data.identifiers.nomor import SELULER, nik_sah, npwp_sah
from spbe_data.identifiers.pengenal import NPWP_BADAN, JenisPribadi
from spbe_data.standards.models import Standar

SAMPLE = 200
"""Values of a column that are looked at to learn what the column is."""

LONGEST_LOOK = 300
"""Characters of a sampled value that are looked at."""

_FASILITAS = re.compile(
    r"(?:sdn?|sdit|sds|smp[nst]?|smpit|sma[ns]?|smk[ns]?|slb|mts|min|mis|man|mas|tk|ra|paud|kb|pkbm|"
    r"pt|cv|ud|rs|rsud|rsia|rsu|puskesmas|pustu|klinik|apotek|posyandu|masjid|musala|mushola|"
    r"gereja|pura|vihara|universitas|akademi|politeknik|sekolah|pesantren|pondok|yayasan|koperasi|"
    r"bank|hotel|restoran|rumah makan|rm|cafe|kafe|toko|warung|pasar|terminal|stasiun|halte|"
    r"jembatan|situ|pantai|taman|museum|gedung|kantor|dinas|badan|uptd|balai|kelompok|lembaga|"
    r"desa|kelurahan|kecamatan|spbu|perumahan|perum|tps|tpa|posko)\b",
    re.IGNORECASE,
)
_PEMILIK = re.compile(r"\b(?:pemilik|pemegang|pedagang|pengusaha|petani|guru|pegawai|karyawan)\b")
_KEJADIAN = re.compile(
    r"\b(?:kejadian|bencana|kecelakaan|kebakaran|pos|sensor|pju|cctv|sumur|pohon|ruas|pantau)\b"
)
_TANGGAL = re.compile(
    r"(?:[0-9]{1,2}[ \-/.](?:[0-9]{1,2}|[A-Za-z]{3,9})[ \-/.](?:19|20)?[0-9]{2}"
    r"|(?:19|20)[0-9]{2}[\-/][0-9]{1,2}[\-/][0-9]{1,2})(?:[ T][0-9:.]+)?"
)
_TANGGAL_DI_BELAKANG = re.compile(rf"[A-Za-z .]+[,/ ]\s?{_TANGGAL.pattern}")
_DESIMAL = re.compile(r"-?[0-9]{1,3}[.,][0-9]{4,}")
_PASANGAN = re.compile(
    r"\(?(-?[0-9]{1,2}[.,][0-9]{4,})[°]?\s*[,; ]\s*([0-9]{2,3}[.,][0-9]{4,})[°]?\)?"
)
_PLAT_LEPAS = re.compile(r"[A-Z]{1,2} ?[0-9]{3,4} ?[A-Z]{2,3}")
_TETAP_LEPAS = re.compile(r"\(?0[2-79][0-9]{1,2}\)?[ \-]?[0-9]{5,8}")
# Mainland and seas of Indonesia, in degrees.
LINTANG = (-11.5, 6.5)
BUJUR = (94.5, 141.5)


@dataclass(frozen=True, slots=True)
class KolomRencana:
    """One column: ``nama`` in the table, ``label`` as findings call it, ``letak`` its spreadsheet
    letters; ``judul`` what its heading (or, without one, its values) announces."""

    nama: str
    label: str
    letak: str
    judul: Judul
    ragu: bool = False
    """The kind was told by the values alone, so that findings of it are suspicions."""


@dataclass(frozen=True, slots=True)
class Gabungan:
    """Columns that together tell a person apart: every row in which all of ``perlu`` are filled is
    one finding at ``kolom``. ``koordinat``: the values must be exact coordinates too."""

    jenis: JenisPribadi
    pasti: bool
    kolom: str
    perlu: tuple[str, ...]
    koordinat: bool = False


@dataclass(frozen=True, slots=True)
class Rencana:
    """What to look for in every row of one table."""

    kolom: tuple[KolomRencana, ...]
    gabungan: tuple[Gabungan, ...]


@dataclass(frozen=True, slots=True)
class _Potret:
    """One column of the sample, and what its values look like (shares of the sample)."""

    kolom: KolomRencana
    dikenal: bool
    berjenis: bool
    nilai: tuple[str, ...]
    berbeda: int

    def bagian(self, test: Callable[[str], bool]) -> float:
        return sum(map(test, self.nilai)) / len(self.nilai) if self.nilai else 0.0

    @property
    def judul(self) -> Judul:
        return self.kolom.judul


def make_plan(
    columns: Sequence[tuple[str, str, str, str]], table: pl.DataFrame, standard: Standar
) -> Rencana:
    """The plan for a table.

    ``columns``: name in the table, heading as written, label, spreadsheet letters, in order.
    ``table``: all rows, or the first rows of a file that is read in chunks (String columns).
    """
    typed = {
        c.nama: c.tipe != "teks" or c.wilayah is not None or c.daftar is not None
        or c.induk is not None
        for c in standard.kolom
    }  # fmt: skip
    shots = []
    for name, heading, label, letter in columns:
        column_values = table[name]
        filled = len(column_values) - column_values.null_count()
        if filled > 2 * SAMPLE and filled == len(column_values):
            values = column_values.gather_every(filled // SAMPLE).head(SAMPLE)
        else:
            values = column_values.drop_nulls()
            values = values.gather_every(max(1, len(values) // SAMPLE)).head(SAMPLE)
        # What a column is shows at the start of its cells; a cell may be a whole document.
        texts = tuple(values.str.slice(0, LONGEST_LOOK).to_list())
        title = baca_judul(heading)
        if typed.get(name):
            # The standard says what it is: a code, a listed name, a quantity or a date.
            title = replace(title, nomor=None, nama=None, alamat=False, lahir=False)
        elif name in typed and title.nomor == "TELEPON":
            title = replace(title, kantor=True)
        column = KolomRencana(name, label, letter, title)
        shots.append(_Potret(column, name in typed, typed.get(name, False), texts, len(set(texts))))
    facility = _about_facilities(shots, standard)
    shots = [replace(s, kolom=_number_by_values(s, facility)) for s in shots]
    return Rencana(tuple(s.kolom for s in shots), tuple(_together(shots, facility)))


def _about_facilities(shots: list[_Potret], standard: Standar) -> bool:
    if any(s.judul.lembaga for s in shots):
        return True
    return any(not s.berjenis and s.bagian(_is_facility) >= 0.5 for s in shots)


def _is_facility(text: str) -> bool:
    return _FASILITAS.match(text.strip()) is not None


# -- one column --


def _number_by_values(shot: _Potret, facility: bool) -> KolomRencana:
    """The column, with the kind of number that its values show when the heading says nothing."""
    column, title = shot.kolom, shot.judul
    if (
        title.nomor == "TELEPON"
        and facility
        and not re.search(r"\b(?:hp|wa|whatsapp)\b", title.teks)
    ):
        return replace(column, judul=replace(title, kantor=True))
    if title.nomor is not None or title.ukuran or shot.berjenis or shot.berbeda < 3:
        return column
    if shot.bagian(_long_number) >= 0.6 and shot.bagian(_damaged_nik) >= 0.6:
        # 3216060101900001 becomes ...0000 in a spreadsheet: a column of these is one of NIK.
        return replace(column, judul=replace(title, nomor="NIK"))
    if shot.berbeda < 5:
        return column
    for kind, test in _BY_VALUES:
        if (kind != "TELEPON" or not facility) and shot.bagian(test) >= 0.8:
            return replace(column, judul=replace(title, nomor=kind), ragu=True)
    return column


def _long_number(text: str) -> bool:
    return len(text) >= 11 and _ANGKA_PANJANG.search(text) is not None


_ANGKA_PANJANG = re.compile(r"[0-9]{6}|[eE]\+?[0-9]")


def _damaged_nik(text: str) -> bool:
    digits, _lost = angka_polos(text)
    return len(digits) == 16 and nik_sah(digits[:12] + "0001")


def _full(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text.strip()) is not None


def _old_tax_number(text: str) -> bool:
    digits, lost = angka_polos(text)
    return len(digits) == 15 and not lost and npwp_sah(digits) and digits[:2] not in NPWP_BADAN


_BY_VALUES: tuple[tuple[JenisPribadi, Callable[[str], bool]], ...] = (
    ("PLAT", _full(_PLAT_LEPAS)),
    ("TELEPON", _full(_TETAP_LEPAS)),
    ("TELEPON", _full(re.compile(rf"(?:62)?{SELULER}[0-9]{{6,9}}"))),
    ("NPWP", _old_tax_number),
    # BPJS Kesehatan numbers begin with 000, NISN with 00: no count or amount is written so.
    ("BPJS", _full(re.compile(r"'?000[0-9]{10}"))),
    ("NISN", _full(re.compile(r"'?00[0-9]{8}"))),
)


# -- several columns --


def _together(shots: list[_Potret], facility: bool) -> Iterator[Gabungan]:
    officials = any(s.judul.jabatan for s in shots)
    traits = any(s.judul.ciri for s in shots) and not any(s.judul.ukuran for s in shots)
    persons = [(s, sure) for s in shots if (sure := _person(s, traits)) is not None]
    addresses = [s for s in shots if _address(s)]
    births = [s for s in shots if s.judul.lahir and s.bagian(_is_birth) >= 0.5]
    for shot, sure in persons:
        named_person = shot.judul.nama == "orang" and not _PEMILIK.search(shot.judul.teks)
        sure = sure and not officials and (named_person or not facility)
        if addresses:
            needed = (shot.kolom.nama, addresses[0].kolom.nama)
            yield Gabungan("NAMA_ALAMAT", sure, shot.kolom.nama, needed)
        if births:
            needed = (shot.kolom.nama, births[0].kolom.nama)
            yield Gabungan("NAMA_TGL_LAHIR", sure or bool(births), shot.kolom.nama, needed)
        if not addresses and not births and not officials:
            yield Gabungan("NAMA", False, shot.kolom.nama, (shot.kolom.nama,))
    if births and not persons:
        birth = births[0].kolom.nama
        yield Gabungan("TGL_LAHIR", False, birth, (birth,))
    for shot in shots:
        # "Budi Santoso, Jl. Melati No. 5" in one cell.
        alone = shot.kolom.nama
        if sum(map(_may_hold_both, shot.nilai)) < 0.3 * len(shot.nilai):
            continue
        said = shot.judul.alamat and shot.judul.nama in ("orang", "umum", "lain")
        kinds = [_name_and_address(t) for t in shot.nilai]
        some, strong = sum(k != "bukan" for k in kinds), kinds.count("kuat")
        if kinds and some >= 0.6 * len(kinds) and (said or strong >= 0.3 * len(kinds)):
            yield Gabungan("NAMA_ALAMAT", not facility, alone, (alone,))
    yield from _houses(shots, facility, bool(persons))


def _person(shot: _Potret, traits: bool) -> bool | None:
    """Whether a column holds names of persons outside office: surely, likely, or not (None).

    ``traits``: other columns give each row a sex, an age or the like, and none gives a quantity.
    """
    title = shot.judul
    if shot.berjenis or not shot.nilai or title.nomor or title.ukuran:
        return None
    if title.nama in ("pejabat", "lembaga") or title.alamat or title.jabatan:
        return None
    strong = shot.bagian(lambda t: mirip_nama(t) == "kuat")
    shape = shot.bagian(lambda t: mirip_nama(t) != "bukan")
    match title.nama:
        case "orang":
            return True if shape >= 0.6 else None
        case "umum":
            if shape >= 0.6 and (strong >= 0.3 or traits):
                return True
            return False if strong >= 0.2 and shape >= 0.7 and shot.berbeda >= 3 else None
        case "lain":
            return True if strong >= 0.5 and shape >= 0.7 else None
    if shot.dikenal:
        return None
    return False if strong >= 0.5 and shape >= 0.8 and shot.berbeda >= 3 else None


def _address(shot: _Potret) -> bool:
    title = shot.judul
    if shot.berjenis or not shot.nilai or title.kantor or title.lembaga:
        return False
    strong = shot.bagian(lambda t: mirip_alamat(t) == "kuat")
    some = shot.bagian(lambda t: mirip_alamat(t) != "bukan")
    if title.alamat:
        # "Sukamaju" below "alamat" still says where somebody lives.
        return some >= 0.2 or shot.bagian(lambda t: any(c.isalpha() for c in t)) >= 0.8
    if title.rt_rw:
        return (
            shot.bagian(lambda t: bool(re.fullmatch(r"[0-9/ ]{1,9}|r[tw].{1,12}", t, re.I))) >= 0.6
        )
    return (title.nama is None and strong >= 0.5 and shot.berbeda >= 2) or (
        not title.nama and some >= 0.8
    )


def _is_birth(text: str) -> bool:
    plain = text.strip()
    return bool(_TANGGAL.fullmatch(plain) or _TANGGAL_DI_BELAKANG.fullmatch(plain)) or bool(
        re.fullmatch(r"[0-9]{5}", plain)
    )


def _name_and_address(text: str) -> Kemiripan:
    """How well a cell reads as a name and then an address."""
    match = re.match(
        r"([A-Za-z'., ]{3,50}?)\s*(?:[,;/|(\-\n:]|alamat)\s*(.{4,})",
        text,
        re.IGNORECASE | re.DOTALL,
    )
    if match is None or mirip_alamat(match[2]) != "kuat":
        return "bukan"
    return mirip_nama(match[1].strip())


def _may_hold_both(text: str) -> bool:
    return _DUA_BAGIAN.search(text) is not None


_DUA_BAGIAN = re.compile(
    r"[A-Za-z]{2}[^,;/|(\-\n:]*(?:[,;/|(\-\n:]|[Aa][Ll][Aa][Mm][Aa][Tt]).{4}", re.DOTALL
)


# -- coordinates --


def _houses(every: list[_Potret], facility: bool, persons: bool) -> Iterator[Gabungan]:
    """Exact coordinates, where the rows are persons or households (or nothing says otherwise)."""
    if not any(s.bagian(_decimal_inside) >= 0.6 for s in every):
        return
    shots = every
    spots = [s for s in shots if s.bagian(_is_pair) >= 0.6]
    pairs: list[tuple[str, ...]] = [(s.kolom.nama,) for s in spots]
    lat = next((s for s in shots if s.judul.lintang and _degrees(s, LINTANG)), None)
    lon = next((s for s in shots if s.judul.bujur and _degrees(s, BUJUR)), None)
    if lat is None and lon is None:
        lat = next((s for s in shots if not s.judul.ukuran and _degrees(s, LINTANG, 0.9)), None)
        lon = next((s for s in shots if not s.judul.ukuran and _degrees(s, BUJUR, 0.9)), None)
    if lat is not None and lon is not None and lat is not lon:
        pairs.append((lat.kolom.nama, lon.kolom.nama))
        spots.append(lat)
    if not pairs:
        return
    numbered = any(
        s.judul.nomor in ("NIK", "KK", "NISN", "BPJS")
        and s.bagian(lambda t, title=s.judul: nilai_di_bawah(title, t) is not None) >= 0.3  # type: ignore[misc]
        for s in shots
    )
    home = persons or numbered or any(s.judul.rumah for s in shots)
    declared = all(s.dikenal for s in spots)
    public = all(s.judul.kantor for s in spots) or any(
        _KEJADIAN.search(s.judul.teks) for s in shots
    )
    if not home and (facility or declared or public or _one_row_per_area(shots, spots[0])):
        return
    for pair in pairs:
        yield Gabungan(
            "KOORDINAT", home and (not facility or persons), pair[0], pair, koordinat=True
        )


def _decimal_inside(text: str) -> bool:
    return _EMPAT_DESIMAL.search(text) is not None


_EMPAT_DESIMAL = re.compile(r"[0-9][.,][0-9]{4}")


def _is_pair(text: str) -> bool:
    match = _PASANGAN.fullmatch(text.strip())
    return bool(match and _within(match[1], LINTANG) and _within(match[2], BUJUR))


def _within(text: str, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= float(text.replace(",", ".")) <= bounds[1]


def _degrees(shot: _Potret, bounds: tuple[float, float], share: float = 0.6) -> bool:
    """Whether the values are degrees with four decimals (11 m) or more."""
    return (
        shot.bagian(lambda t: bool(_DESIMAL.fullmatch(t.strip())) and _within(t.strip(), bounds))
        >= share
        and shot.berbeda >= 1
    )


def _one_row_per_area(shots: list[_Potret], spot: _Potret) -> bool:
    """Centres of areas: one row for each desa, kecamatan or the like."""
    return any(
        (
            s.berjenis
            or re.search(r"\b(?:desa|kelurahan|kecamatan|kabupaten|kota|rw)\b", s.judul.teks)
        )
        and s.berbeda == len(s.nilai) == len(spot.nilai)
        for s in shots
    )
