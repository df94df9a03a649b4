"""Rules of the content that span files: what one file names must be there in another.

Belongs here: agreement between standards, lists, agencies, master data and suites. What a file must
obey by itself is in its model; what a set standard must hold in :mod:`spbe_data.standards.completeness`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from spbe_data.identifiers.periode import Periode, PeriodeTidakSah
from spbe_data.standards.completeness import kekurangan
from spbe_data.standards.content import Document, FaultInContent
from spbe_data.standards.disclosure import salah_menyebut
from spbe_data.standards.models import Standar

if TYPE_CHECKING:
    from spbe_data.standards.catalog import Catalog

TANPA_SATUAN = "(tanpa satuan)"
"""A lawful unit: BPS's own example uses it for an index (PerBPS 5/2020)."""


def faults_between(catalog: Catalog) -> Iterator[FaultInContent]:
    """Every fault that only shows when files are laid side by side."""
    for (id_, versi), doc in catalog.dokumen.items():
        standard = catalog.seri[id_].satu(versi)
        yield from _owner(catalog, standard, doc)
        yield from _listed(catalog, standard, doc)
        yield from _columns(catalog, standard, doc)
        yield from _unit(catalog, standard, doc)
        yield from _repeated(catalog, standard, doc)
        yield from _time(standard, doc)
        yield from _set_and_whole(standard, doc)
    for guess in filter(None, catalog.standar_rusak.values()):
        rules = (_owner, _listed, _columns, _unit, _repeated)
        found = [fault for rule in rules for fault in rule(catalog, guess.standar, guess.dokumen)]
        found += _time(guess.standar, guess.dokumen)
        found += _set_and_whole(guess.standar, guess.dokumen)
        yield from (fault for fault in found if not guess.mengganti(fault.isian))
    yield from _themes(catalog)
    yield from _duplicates(catalog)
    yield from _suites(catalog)


def _owner(catalog: Catalog, standard: Standar, doc: Document) -> Iterator[FaultInContent]:
    if catalog.perangkat_daerah and standard.produsen_data not in catalog.perangkat_daerah:
        yield doc.fault(
            f"'{standard.produsen_data}' tidak ada di data induk perangkat daerah (schemas/induk/perangkat_daerah.csv). Betulkan id-nya.",
            "produsen_data",
        )
    folder = doc.path.relative_to(catalog.schemas / "dataset").parts[0]
    if folder != standard.produsen_data:
        yield doc.fault(
            f"berkas ini ada di folder '{folder}'; pindahkan ke folder produsennya.",
            "produsen_data",
        )
    follows = standard.pencabutan.pengganti if standard.pencabutan else None
    if follows and follows not in catalog.seri.keys() | catalog.standar_rusak.keys():
        yield doc.fault(
            f"standar pengganti '{follows}' tidak ada. Betulkan id-nya.", "pencabutan", "pengganti"
        )


def _listed(catalog: Catalog, standard: Standar, doc: Document) -> Iterator[FaultInContent]:
    about = standard.kegiatan
    for list_, field, value in (
        ("rad", "rad", standard.rad),
        ("frekuensi", "jadwal_pemutakhiran", standard.jadwal_pemutakhiran),
        ("lisensi", "lisensi", standard.lisensi),
        ("cara_pengumpulan", "kegiatan.cara_pengumpulan", about.cara_pengumpulan),
        ("sektor_kegiatan", "kegiatan.sektor", about.sektor),
    ):
        codes = catalog.daftar[list_].kode() if list_ in catalog.daftar else {}
        if list_ == "rad" and value.count(".") > 2:
            value = rad_tingkat_2(value)  # levels 3 and 4 are the agency's own, below a theme
        if list_ not in catalog.daftar_rusak and value not in codes:
            yield doc.fault(
                f"'{value}' tidak ada di daftar referensi '{list_}' (schemas/referensi/{list_}.csv). Pilih kode yang ada.",
                *field.split("."),
            )


def rad_tingkat_2(code: str) -> str:
    """The theme (level 2) that a RAD code of level 2 to 4 belongs to."""
    return ".".join(code.split(".")[:3])


def _themes(catalog: Catalog) -> Iterator[FaultInContent]:
    """Each row of RAD below level 1 hangs on the row its code says (Perpres 132/2022)."""
    rows = catalog.daftar["rad"].entri if "rad" in catalog.daftar else ()
    codes = {row.kode for row in rows}
    for row in rows:
        above = row.kode.rpartition(".")[0]
        level = str(row.kode.count("."))
        if level != "1" and (above not in codes or row.lain.get("induk") != above):
            yield FaultInContent(
                "schemas/referensi/rad.csv",
                row.baris,
                "induk",
                f"kode {row.kode} ada di bawah {above}; tertulis induk '{row.lain.get('induk', '')}'. Tulis induk itu, dan pastikan barisnya ada.",
            )
        if row.lain.get("tingkat") != level:
            yield FaultInContent(
                "schemas/referensi/rad.csv",
                row.baris,
                "tingkat",
                f"kode {row.kode} tingkat {level}; tertulis '{row.lain.get('tingkat', '')}'. Betulkan salah satu.",
            )


def _repeated(catalog: Catalog, standard: Standar, doc: Document) -> Iterator[FaultInContent]:
    """R.4.1 of MS-Keg says the same as the frequency, which R.4.2 is derived from."""
    listed = catalog.daftar["frekuensi"].kode() if "frekuensi" in catalog.daftar else {}
    entry, told = listed.get(standard.jadwal_pemutakhiran), standard.kegiatan.berulang
    asked = entry.lain.get("ms_keg_4_1") if entry else None
    if told is not None and asked and told != (asked == "2"):
        yield doc.fault(
            f"R.4.1 tertulis {str(told).lower()}, padahal jadwal_pemutakhiran '{standard.jadwal_pemutakhiran}' berarti {str(not told).lower()}. Betulkan salah satu.",
            "kegiatan",
            "berulang",
        )


def _columns(catalog: Catalog, standard: Standar, doc: Document) -> Iterator[FaultInContent]:
    known = catalog.daftar.keys() | catalog.daftar_rusak
    for number, column in enumerate(standard.kolom):
        if column.daftar and column.daftar not in known:
            yield doc.fault(
                f"daftar referensi '{column.daftar}' tidak ada di schemas/referensi. Betulkan id-nya.",
                "kolom",
                number,
                "daftar",
            )
        if (
            column.induk
            and column.induk not in catalog.induk
            and not (catalog.schemas / "induk" / f"{column.induk}.yaml").is_file()  # told there
        ):
            yield doc.fault(
                f"data induk '{column.induk}' tidak ada. Yang ada: {', '.join(sorted(catalog.induk))}.",
                "kolom",
                number,
                "induk",
            )
    levels = {c.wilayah.tingkat for c in standard.kolom_wilayah("kode") if c.wilayah}
    if levels and standard.tingkat_penyajian not in levels:
        yield doc.fault(
            f"tidak ada kolom kode wilayah tingkat {standard.tingkat_penyajian}; yang ada: {', '.join(sorted(levels))}. Tambahkan kolomnya atau ganti tingkatnya.",
            "tingkat_penyajian",
        )


def satuan_terbaca(text: str) -> list[str]:
    """The units a standard names: ``;`` parts groups of ukuran, ``,`` the units within one."""
    return [unit.strip() for group in text.split(";") for unit in group.split(",") if unit.strip()]


def _unit(catalog: Catalog, standard: Standar, doc: Document) -> Iterator[FaultInContent]:
    if "satuan" not in catalog.daftar:
        return
    known = {
        name.casefold()
        for entry in catalog.daftar["satuan"].entri
        for name in (entry.nama, *entry.ejaan_lain)
    }
    named = [(("standar_data", "satuan"), standard.standar_data.satuan)] + [
        (("indikator", str(number), "satuan"), one.satuan)
        for number, one in enumerate(standard.indikator)
        if one.satuan is not None
    ]
    for at, text in named:
        for unit in satuan_terbaca(text):
            if unit.casefold() not in known and unit != TANPA_SATUAN:
                yield doc.fault(
                    f"satuan '{unit}' tidak ada di daftar referensi 'satuan'. Pakai satuan yang ada, tambahkan ke daftar, atau tulis {TANPA_SATUAN}.",
                    *at,
                )


def _time(standard: Standar, doc: Document) -> Iterator[FaultInContent]:
    field = "berlaku_untuk_periode_sejak"
    try:
        first = Periode.parse(standard.berlaku_untuk_periode_sejak)
    except PeriodeTidakSah as exc:
        yield doc.fault(str(exc), field)
        return
    if first.frekuensi != standard.periode:
        yield doc.fault(
            f"periode pertama '{first.teks}' bukan periode {standard.periode}. Betulkan salah satu.",
            field,
        )
    if standard.pencabutan is not None:
        try:
            last = Periode.parse(standard.pencabutan.periode_terakhir)
        except PeriodeTidakSah as exc:
            yield doc.fault(str(exc), "pencabutan", "periode_terakhir")
            return
        if last.awal < first.awal:
            yield doc.fault(
                f"periode terakhir {last.teks} mendahului periode pertama {first.teks}. Betulkan.",
                "pencabutan",
                "periode_terakhir",
            )


def _set_and_whole(standard: Standar, doc: Document) -> Iterator[FaultInContent]:
    if standard.status != "ditetapkan":
        return
    for gap in kekurangan(standard):
        yield doc.fault(
            f"standar yang ditetapkan harus lengkap: {gap.pesan} ({gap.dasar}). Isi, atau kembalikan status ke harmonisasi.",
            *gap.isian.split("."),
        )


def _duplicates(catalog: Catalog) -> Iterator[FaultInContent]:
    """Two datasets with one meaning are a duplicate (Perpres 39/2019 Pasal 27(1)), or boilerplate."""
    meanings: dict[str, list[str]] = defaultdict(list)
    for id_, versi in catalog.dokumen:
        parts = catalog.seri[id_].satu(versi).standar_data
        for text in (parts.konsep.casefold(), parts.definisi.casefold()):
            if id_ not in meanings[text]:  # versions of one dataset may share their words
                meanings[text].append(id_)
    for owners in meanings.values():
        if len(owners) > 1:
            newest = catalog.seri[owners[-1]].versi[-1].versi
            yield catalog.dokumen[owners[-1], newest].fault(
                f"konsep/definisi sama dengan standar {', '.join(owners[:-1])}. Tulis yang membedakannya, atau gabungkan standarnya.",
                "standar_data",
            )


def _suites(catalog: Catalog) -> Iterator[FaultInContent]:
    for id_, suite in catalog.suite.items():
        name = f"quality/suite/{id_}.yaml"
        if id_ in catalog.standar_rusak:
            continue  # told where it is broken
        if id_ not in catalog.standar:
            yield FaultInContent(
                name, None, "", f"tidak ada standar '{id_}'. Betulkan nama berkasnya atau hapus."
            )
            continue
        own = catalog.standar[id_].nama_kolom
        missing = [c for c in dict.fromkeys(suite.kolom_disebut) if c not in own]
        if missing:
            yield FaultInContent(
                name,
                None,
                "",
                f"kolom {', '.join(missing)} tidak ada di standar '{id_}'. Betulkan namanya.",
            )
        for dataset, column in suite.kolom_lain:
            other = catalog.standar.get(dataset)
            if dataset not in catalog.standar_rusak and (
                other is None or column not in other.nama_kolom
            ):
                yield FaultInContent(
                    name,
                    None,
                    "",
                    f"'{dataset}.{column}' tidak ada. Betulkan dataset atau kolomnya.",
                )
        if suite.pengungkapan is not None:
            for words in salah_menyebut(catalog.standar[id_], suite.pengungkapan):
                yield FaultInContent(name, None, "pengungkapan", f"{words}.")
        yield from _unlisted_values(catalog, name, suite.nilai_disebut(id_))
        owners = suite.pemilik_layanan
        if owners is not None and owners.induk not in catalog.induk:
            yield FaultInContent(
                name,
                None,
                "pemilik_layanan",
                f"data induk '{owners.induk}' tidak ada. Betulkan id-nya.",
            )


def _unlisted_values(
    catalog: Catalog, name: str, named: Iterable[tuple[str, str, str]]
) -> Iterator[FaultInContent]:
    """Values of (dataset, column, value) that the column's code list does not have."""
    for dataset, column, value in named:
        standard = catalog.standar.get(dataset)
        if standard is None or column not in standard.nama_kolom:
            continue  # told already
        listed = standard.satu(column).daftar
        if listed in catalog.daftar and value not in {
            entry.nama for entry in catalog.daftar[listed].entri
        }:
            yield FaultInContent(
                name,
                None,
                "",
                f"nilai '{value}' tidak ada di daftar '{listed}' milik {dataset}.{column}. Betulkan ejaannya.",
            )
