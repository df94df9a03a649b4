"""``spbe check``: one file against its standard, told in the terminal and written where asked.

Belongs here: the command and the shapes its answer is written in. What is checked and how it is
worded belongs to the checks.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spbe_data.commands.directions import (
    BarisJudul,
    Lembar,
    Pemisah,
    Penyandian,
    TataAngka,
    TataTanggal,
    TinggiJudul,
    directions,
)
from spbe_data.commands.terminal import (
    FINDINGS,
    GOOD,
    file_to_read,
    open_catalog,
    open_settings,
    read_metadata,
    read_period,
    say,
    stop,
    why,
    writing,
)

if TYPE_CHECKING:
    from spbe_data.checks.engine import HasilPeriksa
    from spbe_data.intake.model import Arahan
    from spbe_data.standards.models import Standar

app = typer.Typer()

_WORDS = {
    "baik": "BAIK: berkas memenuhi standar.",
    "peringatan": "LAYAK DENGAN PERINGATAN: periksa catatan di bawah; berkas dapat diajukan.",
    "tolak": "BELUM LAYAK: perbaiki temuan yang menghalangi, lalu kirim lagi.",
    "gagal_diperiksa": "GAGAL DIPERIKSA: gangguan pada sistem, bukan pada berkas Anda.",
}
_MODES = {
    "id": "titik ribuan dan koma desimal (1.234,5)",
    "en": "koma ribuan dan titik desimal (1,234.5)",
    "hbt": "tanggal hari/bulan/tahun",
    "bht": "tanggal bulan/hari/tahun",
}
_SIGN = {"tolak": "✗", "peringatan": "!", "catatan": "i"}
_SHOWN = (
    "format",
    "encoding",
    "pemisah",
    "lembar",
    "baris_judul",
    "tinggi_judul",
    "jumlah_baris",
    "sel_dirapikan",
)


@app.command()
def check(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Berkas data: CSV, XLSX, XLS, ODS, JSON, GeoJSON, Parquet, ZIP."
        ),
    ],
    standar: Annotated[
        str, typer.Option("--standar", metavar="ID", help="Id standar (spbe standar list).")
    ],
    periode: Annotated[
        str | None,
        typer.Option("--periode", help="Periode yang dimaksud, misalnya 2024 atau 2024-S1."),
    ] = None,
    metadata: Annotated[
        Path | None, typer.Option("--metadata", help="Metadata pengajuan (JSON atau YAML).")
    ] = None,
    json_out: Annotated[
        Path | None,
        typer.Option(
            "--json", metavar="OUT", help="Tulis dokumen temuan lengkap; '-' untuk layar."
        ),
    ] = None,
    temuan_out: Annotated[
        Path | None,
        typer.Option(
            "--temuan", metavar="OUT", help="Tulis semua temuan sebagai .parquet atau .csv."
        ),
    ] = None,
    anotasi_out: Annotated[
        Path | None,
        typer.Option(
            "--anotasi",
            metavar="OUT.xlsx",
            help="Tulis salinan berkas dengan sel bermasalah diwarnai dan diberi komentar.",
        ),
    ] = None,
    lembar: Lembar = None,
    baris_judul: BarisJudul = None,
    tinggi_judul: TinggiJudul = None,
    pemisah: Pemisah = None,
    penyandian: Penyandian = None,
    tata_angka: TataAngka = None,
    tata_tanggal: TataTanggal = None,
    satu_satu: Annotated[
        bool, typer.Option("--satu-satu", help="Tampilkan setiap temuan, tidak dikelompokkan.")
    ] = False,
) -> None:
    """Periksa satu berkas terhadap standarnya, tanpa menyimpan apa pun.

    Cara berkas dibaca disebut pada "Dibaca sebagai"; opsi --lembar sampai --tata-tanggal
    mengubahnya. Keluar dengan 0 bila layak (peringatan boleh ada), 1 bila ada temuan yang
    menghalangi.
    """
    settings = open_settings()
    path = file_to_read(file, settings.ukuran_berkas)
    about = read_metadata(metadata) if metadata else None
    stated = read_period(periode)
    if temuan_out is not None and temuan_out.suffix.lower() not in (".parquet", ".csv"):
        stop(f"--temuan tertulis '{temuan_out}'; akhirannya harus .parquet atau .csv.")
    if anotasi_out is not None and anotasi_out.suffix.lower() != ".xlsx":
        stop(f"--anotasi tertulis '{anotasi_out}'; akhirannya harus .xlsx.")
    from spbe_data.checks.finding import LOLOS
    from spbe_data.flows.check import periksa_berkas
    from spbe_data.flows.house import Rumah
    from spbe_data.flows.submit import StandarTidakDikenal

    arahan = directions(
        lembar, baris_judul, tinggi_judul, pemisah, penyandian, tata_angka, tata_tanggal
    )
    house = Rumah(settings, open_catalog(settings))
    try:
        result = periksa_berkas(
            house, path, file.name, standar, periode=stated, metadata=about, arahan=arahan
        )
    except StandarTidakDikenal as exc:
        stop(str(exc))
    finally:
        house.tutup()
    if json_out is not None:
        _write_document(json_out, result)
    if temuan_out is not None:
        _write_findings(temuan_out, result)
    if anotasi_out is not None:
        standard = house.catalog.seri[standar].satu(result.versi_standar)
        _write_annotated(anotasi_out, path, result, standard, arahan)
    if json_out is None or str(json_out) != "-":
        _show(file, result, satu_satu)
        _offer_repair(file, standar, result)
    raise typer.Exit(GOOD if result.hasil in LOLOS else FINDINGS)


# -- for the eye -----------------------------------------------------------------------------------


def _show(file: Path, result: HasilPeriksa, one_by_one: bool) -> None:
    from spbe_data.checks import catalogue
    from spbe_data.checks.grouping import kelompok
    from spbe_data.checks.privacy import safe

    periods = _few(list(result.periode)) or "-"
    say(
        f"{safe(file.name)} · standar {result.standar} versi {result.versi_standar} · periode {periods}"
    )
    _show_reading(result.dibaca_sebagai)
    say(_WORDS[result.hasil])
    if len(result.temuan):
        say()
    if one_by_one:
        for finding in result.temuan:
            say(f"{_SIGN[finding.tingkat]} [{finding.kode}] {catalogue.pesan(finding, 'id')}")
    else:
        for group in kelompok(result.temuan):
            say(f"{_SIGN[group.tingkat]} [{group.kode}] {group.pesan('id')}")
    if len(result.temuan):
        say()
        counts = dict.fromkeys(_SIGN, 0)
        for key, count in result.temuan.hitungan.items():
            counts[key.tingkat] += count
        say(
            f"{counts['tolak']} menghalangi, {counts['peringatan']} peringatan, {counts['catatan']} catatan."
        )


def _offer_repair(file: Path, standard: str, result: HasilPeriksa) -> None:
    from spbe_data.repair.chain import KODE_DITAWARKAN

    if any(key.kode in KODE_DITAWARKAN for key in result.temuan.hitungan):
        from spbe_data.checks.privacy import safe

        shown = safe(str(file))
        say(f"Sebagian mungkin dapat diperbaiki: spbe repair {shown} --standar {standard}")


def _few(periods: list[str]) -> str:
    shown = periods if len(periods) <= 6 else [*periods[:3], "…", periods[-1]]
    return ", ".join(shown)


def _show_reading(read_as: dict[str, Any]) -> None:
    from spbe_data.standards.template_words import LEMBAR_PENJELAS

    if not read_as:
        return
    parts = [
        f"{key.replace('_', ' ')} {read_as[key]}"
        for key in _SHOWN
        if read_as.get(key) not in (None, 0) and (key != "tinggi_judul" or read_as[key] > 1)
    ]
    say(f"Dibaca sebagai: {', '.join(parts)}")
    others = [n for n in read_as.get("lembar_lain") or () if n not in LEMBAR_PENJELAS]
    if others:
        say(f"Lembar lain tidak dibaca: {', '.join(map(str, others))}.")
    if chosen := read_as.get("arahan"):
        said = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in chosen.items())
        say(f"Menurut arahan Anda: {said}.")
    for column, mode in (read_as.get("tata_angka") or {}).items():
        if mode in _MODES:
            say(f'Kolom "{column}" dibaca dengan {_MODES[mode]}.')


# -- for machines ----------------------------------------------------------------------------------


def _write_document(out: Path, result: HasilPeriksa) -> None:
    """The findings document, one finding after the other: there may be millions."""
    from spbe_data.checks import catalogue

    head = json.dumps(result.kepala(), ensure_ascii=False, default=str, indent=2)
    with writing(out) as handle:
        handle.write(head[: head.rindex("\n}")])
        handle.write(',\n  "temuan": [')
        for number, finding in enumerate(result.temuan):
            text = json.dumps(catalogue.dokumen(finding), ensure_ascii=False, default=str)
            handle.write(f"{',' if number else ''}\n    {text}")
        handle.write("\n  ]\n}\n")


_COLUMNS = (
    "kode", "tingkat", "lembar", "baris", "kolom", "sel", "nilai", "harapan", "perbaikan", "saran",
    "dasar_hukum", "pesan_id", "pesan_en",
)  # fmt: skip


def _write_findings(out: Path, result: HasilPeriksa) -> None:
    from spbe_data.checks import catalogue

    if out.suffix.lower() == ".parquet":
        try:
            result.temuan.tulis(out)
        except OSError as exc:
            stop(f"{out} tidak dapat ditulis: {why(exc)}.")
        return
    with writing(out, newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(_COLUMNS)
        for finding in result.temuan:
            told = catalogue.dokumen(finding)
            told |= {
                "pesan_id": told["pesan"]["id"],
                "pesan_en": told["pesan"]["en"],
                "saran": " | ".join(s["nilai"] for s in told["saran"]),
            }
            writer.writerow(_plain(told[name]) for name in _COLUMNS)


def _plain(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: what was found may begin with ``=``."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


def _write_annotated(
    out: Path, path: Path, result: HasilPeriksa, standard: Standar, arahan: Arahan
) -> None:
    from spbe_data.checks.annotation.annotate import anotasi
    from spbe_data.checks.expected import harapan
    from spbe_data.intake.model import BerkasDitolak

    try:
        copy = anotasi(
            path.read_bytes(),
            path.name,
            result.temuan,
            harapan=harapan(standard),
            arahan=arahan,
        )
        out.write_bytes(copy.data)
    except BerkasDitolak:
        stop(f"Salinan beranotasi dari {path} tidak dapat dibuat; pakai --temuan OUT.csv.")
    except OSError as exc:
        stop(f"{out} tidak dapat ditulis: {why(exc)}.")
