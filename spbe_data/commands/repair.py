"""``spbe repair``: what is offered for a file, and doing what the sender accepts."""

from __future__ import annotations

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
    MISUSE,
    open_catalog,
    open_settings,
    read_file,
    read_period,
    say,
    stop,
    why,
    write_json,
)

if TYPE_CHECKING:
    from spbe_data.checks.engine import HasilPeriksa
    from spbe_data.flows.house import Rumah
    from spbe_data.flows.repair import Hasil
    from spbe_data.intake.model import Arahan
    from spbe_data.repair.offer import Kutipan, Tawaran

app = typer.Typer()

_RECIPE_BYTES = 67_108_864
_VERDICT = {
    "baik": "memenuhi standar",
    "peringatan": "layak dengan peringatan",
    "tolak": "belum layak",
    "gagal_diperiksa": "gagal diperiksa (gangguan pada sistem)",
}


@app.command("repair")
def repair(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Berkas data yang akan diperbaiki.")],
    lagi: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KODE …]", help="Kode lain sesudah --terima KODE."),
    ] = None,
    standar: Annotated[
        str | None, typer.Option("--standar", metavar="ID", help="Id standar (spbe standar list).")
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--terima",
            metavar="KODE …",
            help="Tawaran yang diterima, misalnya BARIS_TOTAL atau KOLOM_HILANG:tahun; SEMUA untuk semuanya.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE2", help="Berkas hasil: .csv atau .xlsx.")
    ] = None,
    periode: Annotated[
        str | None, typer.Option("--periode", help="Periode data, misalnya 2024 atau 2024-S1.")
    ] = None,
    lembar: Lembar = None,
    baris_judul: BarisJudul = None,
    tinggi_judul: TinggiJudul = None,
    pemisah: Pemisah = None,
    penyandian: Penyandian = None,
    tata_angka: TataAngka = None,
    tata_tanggal: TataTanggal = None,
    sebagai: Annotated[
        str | None,
        typer.Option(
            "--sebagai",
            metavar="AKUN",
            help="Nama penerima tawaran; kedua berkas, resep, dan catatannya disimpan.",
        ),
    ] = None,
    resep: Annotated[
        Path | None,
        typer.Option("--resep", metavar="RESEP", help="Ulangi resep pada berkas asalnya."),
    ] = None,
    json_out: Annotated[
        Path | None,
        typer.Option("--json", metavar="OUT", help="Tawaran atau hasil sebagai JSON; '-' layar."),
    ] = None,
) -> None:
    """Tawarkan perbaikan bentuk, dan terapkan yang diterima ke berkas baru.

    Tanpa --terima: tampilkan tawaran, isi sebelum dan sesudahnya; tidak ada yang ditulis. Dengan
    --terima dan --out: tulis berkas hasil dan resepnya (FILE2.resep.json). Keluar dengan 0 bila
    layak, 1 bila masih ada temuan yang menghalangi atau tawaran, 2 bila perintahnya keliru.
    """
    codes = [c for text in [*(accept or ()), *(lagi or ())] for c in text.split(",") if c.strip()]
    if lagi and not accept:
        stop(f"'{lagi[0]}' tidak dimengerti. Sebutkan satu berkas, dan kode sesudah --terima.")
    if codes and out is None:
        stop("--terima memerlukan --out: sebutkan nama berkas hasil, .csv atau .xlsx.")
    if out is not None and not codes and resep is None:
        stop("--out memerlukan --terima: sebutkan tawaran yang diterima. Tidak ada yang ditulis.")
    settings = open_settings()
    data = read_file(file, settings.ukuran_berkas)
    stated = read_period(periode)
    if resep is None and standar is None:
        stop("Sebutkan standarnya dengan --standar ID (spbe standar list).")
    from spbe_data.flows.house import Rumah

    house = Rumah(settings, open_catalog(settings))
    try:
        if resep is not None:
            _again(house, data, resep, out, codes)
            return
        assert standar is not None
        how = directions(
            lembar, baris_judul, tinggi_judul, pemisah, penyandian, tata_angka, tata_tanggal
        )
        if not codes:
            raise typer.Exit(_show(house, data, file, standar, stated, how, json_out))
        assert out is not None
        raise typer.Exit(
            _apply(house, data, file, standar, codes, out, stated, how, sebagai, json_out)
        )
    finally:
        house.tutup()


def _show(
    house: Rumah,
    data: bytes,
    file: Path,
    standard: str,
    period: str | None,
    how: Arahan,
    json_out: Path | None,
) -> int:
    from spbe_data.checks.finding import LOLOS
    from spbe_data.checks.privacy import safe
    from spbe_data.checks.refusals import kata_berkas_ditolak
    from spbe_data.flows.repair import tawaran
    from spbe_data.flows.submit import StandarTidakDikenal
    from spbe_data.intake.model import BerkasDitolak

    try:
        offered = tawaran(house, data, file.name, standard, periode=period, arahan=how)
    except StandarTidakDikenal as exc:
        stop(str(exc))
    except BerkasDitolak as exc:
        stop(_refused(kata_berkas_ditolak(exc)), FINDINGS)
    if json_out is not None:
        write_json(json_out, offered.dokumen())
    if json_out is None or str(json_out) != "-":
        checked = offered.periksa
        say(
            f"{safe(file.name)} · standar {checked.standar} versi {checked.versi_standar}: "
            f"{_VERDICT[checked.hasil]} ({_counts(checked)})."
        )
        _show_offers(offered.tawaran)
    good = offered.periksa.hasil in LOLOS and not offered.tawaran
    return GOOD if good else FINDINGS


def _refused(words: dict[str, Any]) -> str:
    texts = [str(v) for k, v in words.items() if isinstance(v, str) and not k.endswith("_en")]
    return "Berkas tidak dapat dibaca sebagai tabel, jadi tidak ada tawaran. " + " ".join(texts)


def _apply(
    house: Rumah,
    data: bytes,
    file: Path,
    standard: str,
    codes: list[str],
    out: Path,
    period: str | None,
    how: Arahan,
    actor: str | None,
    json_out: Path | None,
) -> int:
    from spbe_data.checks.finding import LOLOS
    from spbe_data.checks.refusals import kata_berkas_ditolak
    from spbe_data.flows.repair import dokumen_tawaran, simpan_perbaikan, terapkan
    from spbe_data.flows.submit import AktorTidakSah, StandarTidakDikenal, pastikan_aktor
    from spbe_data.intake.model import BerkasDitolak
    from spbe_data.repair.chain import PerluSerta, TidakDitawarkan
    from spbe_data.repair.output import TerlaluBanyakBaris, WujudTidakDikenal

    recipe = out.with_name(f"{out.name}.resep.json")
    for path in (out, recipe):
        if path.exists():
            stop(f"Berkas {path} sudah ada dan tidak ditimpa. Pilih nama lain dengan --out.")
    try:
        name = None if actor is None else pastikan_aktor(actor)
        done = terapkan(
            house,
            data,
            file.name,
            standard,
            diterima=codes,
            nama_hasil=out.name,
            oleh=name,
            periode=period,
            arahan=how,
        )
    except BerkasDitolak as exc:
        stop(_refused(kata_berkas_ditolak(exc)), FINDINGS)
    except (StandarTidakDikenal, AktorTidakSah, TidakDitawarkan, PerluSerta) as exc:
        stop(f"{exc} Tidak ada yang ditulis.", MISUSE)
    except (TerlaluBanyakBaris, WujudTidakDikenal) as exc:
        stop(f"{exc} Tidak ada yang ditulis.", MISUSE)
    for path, content in ((out, done.data), (recipe, done.resep_byte())):
        _write_new(path, content)
    record = simpan_perbaikan(house, data, file.name, done) if name is not None else None
    if json_out is not None:
        write_json(
            json_out,
            {
                "hasil": done.sesudah.hasil,
                "dipakai": [dokumen_tawaran(t) for t in done.dipakai],
                "sebelum": done.sebelum.dokumen()["ringkasan"],
                "sesudah": done.sesudah.dokumen()["ringkasan"],
                "resep": done.resep,
                "perbaikan": None if record is None else record.id,
            },
        )
    if json_out is None or str(json_out) != "-":
        _say_done(done, out, recipe)
        if record is not None:
            say(f"Tercatat sebagai {record.id}; kedua berkas dan resepnya disimpan.")
    return GOOD if done.sesudah.hasil in LOLOS else FINDINGS


def _say_done(done: Hasil, out: Path, recipe: Path) -> None:
    for offer in done.dipakai:
        say(f"✓ {offer.nama}: {offer.kata.id} ({offer.jumlah} {offer.satuan})")
        for note in offer.catatan:
            say(f"    {note.id}")
    rows = done.resep["hasil"]["baris"]
    say(f"Hasil: {out} ({rows} baris); resep: {recipe}")
    say(f"Sebelum: {_VERDICT[done.sebelum.hasil]} ({_counts(done.sebelum)}).")
    say(f"Sesudah: {_VERDICT[done.sesudah.hasil]} ({_counts(done.sesudah)}).")
    for line in done.sesudah.dokumen()["ringkasan"]:
        place = f" · {line['kolom']}" if line["kolom"] else ""
        say(f"  [{line['kode']}]{place}: {line['jumlah']}")
    if done.sesudah.temuan:
        say("Uraiannya: spbe check pada berkas hasil.")


def _again(house: Rumah, data: bytes, path: Path, out: Path | None, codes: list[str]) -> None:
    from spbe_data.flows.repair import ulangi
    from spbe_data.intake.model import BerkasDitolak
    from spbe_data.repair.recipe import ResepTidakSah

    if out is None or codes:
        stop("--resep memerlukan --out dan tidak memakai --terima.")
    try:
        recipe = json.loads(read_file(path, _RECIPE_BYTES))
    except ValueError:
        stop(f"Resep {path} bukan JSON yang sah.")
    if not isinstance(recipe, dict):
        stop(f"Resep {path} bukan resep perbaikan.")
    try:
        result = ulangi(house, data, recipe)
    except (ResepTidakSah, BerkasDitolak) as exc:
        stop(f"{exc} Tidak ada yang ditulis.")
    _write_new(out, result)
    say(f"Hasil: {out}, sama dengan yang dicatat resep.")


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet: an earlier result, or the original, is never lost."""
    try:
        with path.open("xb") as handle:
            handle.write(content)
    except FileExistsError:
        stop(f"Berkas {path} sudah ada dan tidak ditimpa. Pilih nama lain dengan --out.")
    except OSError as exc:
        stop(f"Berkas {path} tidak dapat ditulis: {why(exc)}.")


def _counts(result: HasilPeriksa) -> str:
    rows = result.dokumen()["ringkasan"]
    by = {t: sum(r["jumlah"] for r in rows if r["tingkat"] == t) for t in ("tolak", "peringatan")}
    return f"{by['tolak']} menghalangi, {by['peringatan']} peringatan"


def _show_offers(offers: tuple[Tawaran, ...]) -> None:
    if not offers:
        say("Tidak ada perbaikan yang dapat ditawarkan dengan pasti.")
        return
    say(f"{len(offers)} perbaikan ditawarkan; tidak ada yang diubah sebelum Anda menerimanya.")
    for offer in offers:
        say()
        say(f"[{offer.nama}] {offer.kata.id} ({offer.jumlah} {offer.satuan})")
        for note in offer.catatan:
            say(f"  {note.id}")
        if offer.sebelum == offer.sesudah:
            _show_table("contoh", offer.sesudah)  # what reading has done already
            continue
        _show_table("sebelum", offer.sebelum)
        _show_table("sesudah", offer.sesudah)
    say()
    say("Terima dengan: --terima KODE … --out HASIL.csv (atau --terima SEMUA).")


def _show_table(title: str, excerpt: Kutipan | None) -> None:
    if excerpt is None or not excerpt.baris:
        say(f"  {title}: (baris itu tidak ada)")
        return
    lines = [excerpt.judul, *excerpt.baris]
    widths = [min(24, max(len(row[j]) for row in lines)) for j in range(len(excerpt.judul))]
    say(f"  {title}:")
    for row in lines:
        cells = (
            c[: w - 1] + "…" if len(c) > w else c.ljust(w) for c, w in zip(row, widths, strict=True)
        )
        say(f"    {' | '.join(cells).rstrip()}")
