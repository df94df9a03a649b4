"""Identifiers of persons in a free text: what is found, where in the text, and how surely.

Belongs here: what one text says by itself, without knowing where it stands. Does not belong here:
what a column's heading adds (:mod:`spbe_data.identifiers.judul_pribadi`), the form of a number
(:mod:`spbe_data.identifiers.nomor`), and whether a found number may stay (that is policy).

Digits are always ``[0-9]``: ``\\d`` would also take Arabic and other digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from spbe_data.identifiers.nama_orang import mirip_nama
from spbe_data.identifiers.nomor import (
    EMAIL,
    PROVINSI,
    SELULER,
    nik_sah,
    npwp_sah,
    telepon_sah,
    urai_nip,
)

JenisPribadi = Literal[
    "NIK",
    "KK",
    "NIP",
    "NPWP",
    "TELEPON",
    "EMAIL",
    "REKENING",
    "BPJS",
    "PLAT",
    "NISN",
    "NAMA",
    "NAMA_ALAMAT",
    "TGL_LAHIR",
    "NAMA_TGL_LAHIR",
    "KOORDINAT",
]


@dataclass(frozen=True, slots=True)
class TemuanPribadi:
    """A personal identifier in a text, at ``teks[awal:akhir]``. The number itself is not kept.

    ``pasti``: the text leaves no other reading that is at all likely; otherwise it is a suspicion.
    """

    jenis: JenisPribadi
    awal: int
    akhir: int
    pasti: bool = True


# Cheap first looks: what a longer pattern below cannot do without.
_BANYAK_ANGKA = re.compile(
    r"[0-9](?:[ .\-_/\u00a0]{0,3}[0-9]){8}|[0-9][.,][0-9]{5}|[0-9]{6}[*xX#\u2022]"
)
_NOMOR_TELEPON = re.compile(r"08|\+62|62[ \-]|\(0\)|wa|whatsapp", re.IGNORECASE)
_TUJUH_ANGKA = re.compile(r"[0-9](?:[ .\-()/]{0,3}[0-9]){6}")
_HURUF_ANGKA = re.compile(r"[A-Z][ .\-]?[0-9]")
_KATA_TEMPAT = re.compile(r"jl|jalan|gg|gang|rt|kp|kampung|dusun|lahir|ttl|lhr", re.IGNORECASE)
_PISAH = "[ .\\-_/\u00a0]{1,3}"
# Whole numbers only: a run of digits of another length is something else.
_RUNTUN = re.compile(r"(?<![0-9])(?:[0-9]{22}|[0-9]{18}|[0-9]{16}|[0-9]{15})(?![0-9])")
# A NIK in groups as people write them (4-4-4-4, area-date-serial, PP.KK.CC.DDMMYY.SSSS): groups of
# an even number of digits, the serial apart.
_NIK_BERKELOMPOK = re.compile(
    rf"(?<![0-9])(?:[0-9]{{2,8}}{_PISAH}){{2,6}}[0-9]{{4}}(?![0-9])|(?<![0-9])[0-9]{{12}}{_PISAH}[0-9]{{4}}(?![0-9])"
)
_NIP_BERKELOMPOK = re.compile(
    rf"(?<![0-9])(?:[0-9]{{8}}{_PISAH}[0-9]{{6}}{_PISAH}[12]{_PISAH}[0-9]{{3}}"
    rf"|[0-9]{{8}}{_PISAH}[0-9]{{6}}{_PISAH}[12][0-9]{{3}})(?![0-9])"
)
_NPWP_BERTANDA = re.compile(
    r"(?<![0-9])[0-9]{2}[. ][0-9]{3}[. ][0-9]{3}[. ][0-9][-. ][0-9]{3}[. ][0-9]{3}(?![0-9])"
)
# A spreadsheet's floating number: 3.21606E+15 (NIK), 1.99001E+17 (NIP). Five decimals at least, so
# that an area or a month of birth can be told.
_MENGAMBANG = re.compile(r"(?<![0-9.,])([1-9])[.,]([0-9]{5,17})[eE]\+?(15|17)(?![0-9])")
# Digits hidden by stars or crosses: the area, and often the date of birth, stay readable.
_NIK_DITUTUP = re.compile(r"(?<![0-9])([0-9]{6,12})([*xX#\u2022]{2,10})([0-9]{0,6})(?![0-9*])")
# Mobile only: a landline counts where the text says that it is a telephone. 62 needs its plus sign,
# since 628... is also what hundreds of billions of rupiah look like.
_SELULER_DALAM_TEKS = re.compile(
    r"(?<![0-9+])(?:0|62[ \-]|\(?\+62\)?[ .\-\u00a0]?(?:\(0\)[ .\-\u00a0]?)?)\(?"
    r"8[1-35789](?:[ .\-\u00a0/()]{0,2}[0-9]){7,10}(?![0-9])"
)
_WA = re.compile(
    r"(?:wa\.me/|whatsapp\.com/\S{0,40}?phone=|whatsapp\S{0,40}?)\+?[0-9]{9,15}", re.IGNORECASE
)
_EMAIL_DALAM_TEKS = re.compile(rf"(?<![A-Za-z0-9._%+\-]){EMAIL}")
# An address of an office, not of a person: official domain, and a local part that names a role or
# an institution.
_RANAH_KANTOR = re.compile(r"(?:^|\.)(?:go|sch|desa|ac|mil)\.id$", re.IGNORECASE)
_KATA_JABATAN = re.compile(
    r"(?:info|humas|admin|adm|sekretariat|set|ppid|kontak|contact|layanan|pengaduan|helpdesk|data|"
    r"satudata|statistik|kepegawaian|umum|perencanaan|pusdatin|diskominfo\w*|dis[a-z]{2,12}|"
    r"din(?:as|kes|sos|dik)\w*|bappeda\w*|bapenda\w*|bkpsdm|bpbd|kec(?:amatan)?\w*|desa\w*|"
    r"kel(?:urahan)?\w*|puskesmas\w*|pkm\w*|rsud\w*|sdn?\w*|smpn?\w*|sman?\w*|smkn?\w*|noreply|"
    r"no-reply|webmaster|bagian\w*|kantor\w*|pelayanan\w*)(?:$|[._0-9-])",
    re.IGNORECASE,
)
# Digits behind a short whole part are decimals of a computed figure (0.3216060101909999).
_PECAHAN = re.compile(r"(?:^|[^0-9.,])[0-9]{1,6}[.,]$")
_KATA_KK = re.compile(r"(?<![A-Za-z])(?:NO)?(?:KK|KARTU KELUARGA)\b[^0-9]{0,20}$", re.IGNORECASE)
_KATA_NPWP = re.compile(r"(?<![A-Za-z])NPWP\b[^0-9]{0,20}$", re.IGNORECASE)
# First two digits of an old NPWP that mean a body or a treasurer, not a person.
NPWP_BADAN = frozenset(("00", "01", "02", "03", "20", "30"))


def cari_data_pribadi(teks: str) -> list[TemuanPribadi]:
    """Personal identifiers in a free text, in order of place (UU 27/2022 Pasal 4; UU 23/2006
    Pasal 84): NIK, nomor KK, NIP, NPWP of a person, mobile number, e-mail address; and where the
    text names them, landline, bank account, BPJS, NISN and vehicle numbers, and a person's name
    with address or day of birth.

    Careful with plain statistics: a number counts only when it is whole, dated, and of a known
    province, or when a word beside it says what it is. A KK number has the form of a NIK and is
    called KK only where the text says so.
    """
    if not teks.isascii():
        # Full-width digits, typographic dashes and invisible characters come with copying from
        # chats and the web. Places shift, so that the whole text counts as the place.
        plain = "".join(
            "-" if unicodedata.category(c) == "Pd" else c
            for c in unicodedata.normalize("NFKC", teks)
            if unicodedata.category(c) != "Cf"
        )
        if plain != teks:
            return [
                TemuanPribadi(kind, 0, len(teks), sure)
                for kind, sure in _strongest(cari_data_pribadi(plain)).items()
            ]
    found = sorted(
        {
            *(_numbers(teks) if _BANYAK_ANGKA.search(teks) else ()),
            *_contacts(teks),
            *_named(teks),
        },
        key=lambda hit: (hit.awal, not hit.pasti, -hit.akhir, hit.jenis),
    )
    kept: list[TemuanPribadi] = []
    for hit in found:
        if not kept or hit.awal >= kept[-1].akhir:
            kept.append(hit)
        elif hit.pasti and not kept[-1].pasti:
            kept[-1] = hit
    return kept


def _strongest(hits: list[TemuanPribadi]) -> dict[JenisPribadi, bool]:
    found: dict[JenisPribadi, bool] = {}
    for hit in hits:
        found[hit.jenis] = found.get(hit.jenis, False) or hit.pasti
    return found


def jenis_dalam(teks: str) -> dict[JenisPribadi, bool]:
    """Kinds of personal identifiers in a text, and whether each is sure."""
    return _strongest(cari_data_pribadi(teks))


# -- numbers that say by themselves what they are --


def _numbers(teks: str) -> Iterator[TemuanPribadi]:
    for match in _RUNTUN.finditer(teks):
        before = teks[max(0, match.start() - 40) : match.start()]
        kind = None if _PECAHAN.search(before) else _kind_of_run(match.group(), before)
        if kind is not None:
            yield TemuanPribadi(kind, *match.span())
    for match in _NIK_BERKELOMPOK.finditer(teks):
        groups = re.findall(r"[0-9]+", match.group())
        if all(len(g) % 2 == 0 for g in groups) and nik_sah("".join(groups)):
            before = teks[max(0, match.start() - 40) : match.start()]
            yield TemuanPribadi("KK" if _KATA_KK.search(before) else "NIK", *match.span())
    for match in _NIP_BERKELOMPOK.finditer(teks):
        if urai_nip(_digits(match.group())):
            yield TemuanPribadi("NIP", *match.span())
    for match in _NPWP_BERTANDA.finditer(teks):
        digits = _digits(match.group())
        if npwp_sah(digits) and digits[:2] not in NPWP_BADAN:
            yield TemuanPribadi("NPWP", *match.span())
    for match in _MENGAMBANG.finditer(teks):
        kind = kind_of_float(match)
        if kind is not None:
            yield TemuanPribadi(kind, *match.span())
    for match in _NIK_DITUTUP.finditer(teks):
        if sum(len(part) for part in match.groups()) == 16 and area_ada(match[1]):
            yield TemuanPribadi("NIK", *match.span(), pasti=False)


def kind_of_float(match: re.Match[str]) -> JenisPribadi | None:
    """NIK or NIP that a spreadsheet turned into a floating number, by what is left of it."""
    digits = match[1] + match[2]
    if match[3] == "15":
        if len(digits) >= 15:
            whole = digits.ljust(16, "0")[:16]
            # The sixteenth digit is lost in a spreadsheet, and may have been all of the serial.
            return "NIK" if nik_sah(whole[:15] + "1") else None
        return "NIK" if area_ada(digits) else None
    year, month = int(digits[:4]), int(digits[4:6])
    return "NIP" if 1930 <= year <= 2015 and 1 <= month <= 12 else None


def area_ada(digits: str) -> bool:
    """Whether the first six digits can be the area of a NIK."""
    return (
        len(digits) >= 6
        and digits[:2] in PROVINSI
        and digits[2:4] not in ("00", "70")
        and digits[4:6] != "00"
    )


def _kind_of_run(digits: str, before: str) -> JenisPribadi | None:
    match len(digits):
        case 16 if nik_sah(digits):
            if _KATA_KK.search(before):
                return "KK"
            return "NPWP" if _KATA_NPWP.search(before) else "NIK"
        case 18 if urai_nip(digits):
            return "NIP"
        case 22 if nik_sah(digits[:16]):
            # NITKU of a person: it begins with the NIK.
            return "NPWP"
        case 15 if _KATA_NPWP.search(before) and npwp_sah(digits):
            return None if digits[:2] in NPWP_BADAN else "NPWP"
    return None


def _contacts(teks: str) -> Iterator[TemuanPribadi]:
    mobile = _NOMOR_TELEPON.search(teks) is not None
    for match in _SELULER_DALAM_TEKS.finditer(teks) if mobile else ():
        number = re.sub(r"^62(0?)", "0", _digits(match.group()))
        before = teks[max(0, match.start() - 40) : match.start()]
        if re.fullmatch(rf"0{SELULER}[0-9]{{6,9}}", number) and not _PECAHAN.search(before):
            yield TemuanPribadi("TELEPON", *match.span())
    for match in _WA.finditer(teks) if mobile else ():
        yield TemuanPribadi("TELEPON", *match.span())
    if "@" in teks:
        for match in _EMAIL_DALAM_TEKS.finditer(teks):
            personal = _of_a_person(match.group())
            if personal is not None:
                yield TemuanPribadi("EMAIL", *match.span(), pasti=personal)


def _of_a_person(address: str) -> bool | None:
    """Whether an e-mail address is a person's: surely, maybe (False), or an office's (None)."""
    local, _, domain = address.partition("@")
    words = [w for w in re.split(r"[^A-Za-z]+", local) if w]
    if any(mirip_nama(word) == "kuat" for word in words):
        return True
    if not _RANAH_KANTOR.search(domain):
        # Schools and village offices use free mail services too.
        return _KATA_JABATAN.match(local) is None
    if _KATA_JABATAN.match(local):
        return None
    return len(words) > 1


# -- numbers that a word beside them names --

_ANGKA = r"(?P<n>[0-9](?:[ .\-]{0,2}[0-9])"
_KATA_UANG = re.compile(
    r"(?:\brp\b|rupiah|sebesar|senilai|sejumlah|sebanyak|jumlah|total|anggaran|pagu|saldo|=)",
    re.IGNORECASE,
)
_KATA_KANTOR = re.compile(
    r"\b(?:kantor|call cent(?:er|re)|hotline|darurat|pengaduan|layanan|instansi|dinas|sekolah|"
    r"puskesmas|rsud|kecamatan|kelurahan)\b",
    re.IGNORECASE,
)
_KODE_ANGGARAN = re.compile(r"[1-9](?:\.[0-9]{1,2}){2,}(?:\.[0-9]{2,4})*")
_UANG = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3}){2,}(?:[.,][0-9]{1,2})?")
_BANK = r"(?:bca|bri|bni|bjb|btn|bsi|cimb|danamon|permata|muamalat|mandiri|bank [a-z]{3,12})"

PLAT_WILAYAH = (
    r"(?:A[ABDEG]?|B[ABDEGHKLMNP]?|D[ABCDEGHKLMNPRSTW]?|E[ABDE]?|F|G|H|K[BHTU]?|L|M|N|P[ABGSTY]?|"
    r"R|S|T|W|Z)"
)
_PLAT = rf"{PLAT_WILAYAH}[ .\-]?[1-9][0-9]{{0,3}}[ .\-]?[A-Z]{{1,3}}"


@dataclass(frozen=True, slots=True)
class _Kata:
    """A number that the words before it name: ``uji`` gives sure, suspected (False) or nothing."""

    jenis: JenisPribadi
    pola: re.Pattern[str]
    uji: Callable[[str, str, str], bool | None]


def _account(number: str, between: str, before: str) -> bool | None:
    count = len(_digits(number))
    if _KODE_ANGGARAN.fullmatch(number) or _UANG.fullmatch(number) or not 8 <= count <= 18:
        return None
    if re.search(
        r"(?:kode|uraian|belanja) ?(?:rek(?:ening)?)?$", before, re.IGNORECASE
    ) or re.match(r"\W*(?:listrik|air|telepon|pln|pdam)\b", between, re.IGNORECASE):
        return None
    return None if _KATA_UANG.search(between) else True


def _account_of_bank(number: str, between: str, before: str) -> bool | None:
    if len(_digits(number)) < 10 or _UANG.fullmatch(number) or _KATA_UANG.search(between):
        return None
    return False


def _insured(number: str, between: str, before: str) -> bool | None:
    return None if _UANG.fullmatch(number) or _KATA_UANG.search(between + before[-15:]) else True


def _pupil(number: str, between: str, before: str) -> bool | None:
    return True


def _phone(number: str, between: str, before: str) -> bool | None:
    plain = re.sub(r"[ .\-()/]", "", number)
    if _UANG.fullmatch(number) or _KATA_UANG.search(between):
        return None
    if re.fullmatch(rf"(?:\+?62|0)?{SELULER}[0-9]{{6,9}}", plain):
        return True
    if _KATA_KANTOR.search(between) or _KATA_KANTOR.search(before[-30:]):
        return None
    if re.search(r"(?<![0-9])(?:19|20)[0-9]{2}[-/. ][0-9]{1,2}", number):
        return None  # a day or a range of years
    if re.search(r"(?:te?l|phone)[a-z]*\W*$", before, re.IGNORECASE) is not None and re.fullmatch(
        r"[2-9][0-9]{6,7}", plain
    ):
        return False
    return False if telepon_sah(plain) else None


_BERNAMA: tuple[_Kata, ...] = (
    _Kata(
        "REKENING",
        re.compile(
            rf"(?<![a-z])(?:no|nomor)?[. ]{{0,3}}(?:rek(?:ening)?|norek|a/c)(?![a-z])"
            rf"(?P<antara>[^0-9]{{0,40}}){_ANGKA}{{7,17}})(?![0-9])",
            re.IGNORECASE,
        ),
        _account,
    ),
    _Kata(
        "REKENING",
        re.compile(
            rf"(?<![a-z]){_BANK}(?![a-z])(?P<antara>[^0-9]{{0,15}}){_ANGKA}{{9,17}})(?![0-9])",
            re.IGNORECASE,
        ),
        _account_of_bank,
    ),
    _Kata(
        "REKENING",
        re.compile(
            r"(?<![0-9.,])(?P<n>[0-9]{10,16})(?P<antara>[ (,/\-]{1,3})(?:bank )?"
            r"(?:bca|bri|bni|bjb|btn|bsi|mandiri)(?![a-z])",
            re.IGNORECASE,
        ),
        _account_of_bank,
    ),
    _Kata(
        "BPJS",
        re.compile(
            rf"(?<![a-z])(?:bpjs|jkn|kis|noka|kpj)(?![a-z])(?P<antara>[^0-9]{{0,40}})"
            rf"(?:{_ANGKA}{{12}})|(?P<m>[0-9]{{11}}))(?![0-9])",
            re.IGNORECASE,
        ),
        _insured,
    ),
    _Kata(
        "NISN",
        re.compile(
            r"(?<![a-z])(?:nisn|induk siswa nasional)(?![a-z])(?P<antara>[^0-9]{0,20})(?P<n>[0-9]{10})(?![0-9])",
            re.IGNORECASE,
        ),
        _pupil,
    ),
    _Kata(
        "TELEPON",
        re.compile(
            r"(?<![a-z])(?:telp?|tlp|te?lepon|telpon|telephone|phone|hp|handphone|ponsel|wa|"
            r"whatsapp|hub(?:ungi)?|kontak|cp|sms)(?![a-z])(?P<antara>[^0-9+(]{0,25})"
            r"(?P<n>[+(]?[0-9](?:[ .\-()/]{0,2}[0-9]){6,13})(?![0-9])",
            re.IGNORECASE,
        ),
        _phone,
    ),
)
_KATA_PLAT = re.compile(
    rf"(?<![A-Za-z])(?i:plat(?: nomor)?|nopol|no\.? ?pol(?:isi)?|nomor polisi|tnkb|mobil|motor|"
    rf"kendaraan)(?![A-Za-z])[^0-9]{{0,20}}?(?<![A-Za-z])(?P<n>{_PLAT})(?![A-Za-z0-9])"
)
# Without a word beside it: four digits, blanks, and letters that are no unit.
_PLAT_LEPAS = re.compile(
    rf"(?<![A-Za-z0-9.,/-]){PLAT_WILAYAH} [1-9][0-9]{{3}} "
    r"(?!(?:KM|KG|HA|TH|CM|MM|ML|KVA|KWH|KK|RT|RW|NO|SD|RP|GB|MB|TB|HP|CC|PS|WIB|UNIT)\b)"
    r"[A-Z]{2,3}(?![A-Za-z0-9])"
)
_SEBUTAN = (
    r"(?i:a\.?n\.?|atas nama|nama(?: lengkap)?|bapak|bpk|ibu|saudara|saudari|sdri?|tn|ny|warga|"
    r"penerima|almarhum(?:ah)?)"
)
# Who is addressed so is a person, however uncommon the name.
_SAPAAN = re.compile(
    r"(?:a\.?n\.?|atas nama|bapak|bpk|ibu|saudara|saudari|sdri?|tn|ny)\b", re.IGNORECASE
)
_NAMA = r"(?P<nama>[A-Z][A-Za-z'.]*(?: [A-Z][A-Za-z'.]*){0,4})"
_PENGANTAR = rf"(?<![A-Za-z\-]){_SEBUTAN}(?:[.: ][.: ]{{0,3}}){_NAMA}"
_NAMA_BERALAMAT = re.compile(
    rf"{_PENGANTAR}[^A-Za-z0-9]{{0,5}}(?:[A-Za-z:.,()]{{1,15}} ){{0,5}}"
    rf"(?<![A-Za-z])(?i:jln?|jalan|gg|gang|rt|kp|kampung|dusun)(?![A-Za-z])[. ]{{0,3}}[A-Za-z0-9]"
)
_HARI = (
    r"(?:[0-9]{1,2}[ \-/.](?:[0-9]{1,2}|[A-Za-z]{3,9})[ \-/.](?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})"
)
_NAMA_LAHIR = re.compile(
    rf"{_PENGANTAR}[^0-9]{{0,20}}(?<![A-Za-z])(?i:lahir|ttl|tgl\.? ?lhr)(?![A-Za-z])"
    rf"[^0-9]{{0,30}}{_HARI}"
)
_NAMA_DENGAN: tuple[tuple[JenisPribadi, re.Pattern[str]], ...] = (
    ("NAMA_ALAMAT", _NAMA_BERALAMAT),
    ("NAMA_TGL_LAHIR", _NAMA_LAHIR),
)


def _named(teks: str) -> Iterator[TemuanPribadi]:
    for word in _BERNAMA if _TUJUH_ANGKA.search(teks) else ():
        for match in word.pola.finditer(teks):
            group = "n" if match["n"] else "m"
            before = teks[max(0, match.start() - 30) : match.start("antara")]
            sure = word.uji(match[group], match["antara"], before)
            if sure is not None:
                yield TemuanPribadi(word.jenis, *match.span(group), pasti=sure)
    plates = _HURUF_ANGKA.search(teks) is not None
    for match in _KATA_PLAT.finditer(teks) if plates else ():
        yield TemuanPribadi("PLAT", *match.span("n"))
    for match in _PLAT_LEPAS.finditer(teks) if plates else ():
        yield TemuanPribadi("PLAT", *match.span(), pasti=False)
    for kind, pattern in _NAMA_DENGAN if _KATA_TEMPAT.search(teks) else ():
        for match in pattern.finditer(teks):
            like = mirip_nama(match["nama"])
            if like == "kuat" or (like == "bentuk" and _SAPAAN.match(match.group())):
                yield TemuanPribadi(kind, *match.span(), pasti=False)


def _digits(teks: str) -> str:
    return re.sub(r"[^0-9]", "", teks)
