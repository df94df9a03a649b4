"""``spbe referensi``: the reference lists, questions about a code, and loading the national list."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from spbe_data.commands.terminal import (
    FINDINGS,
    GOOD,
    open_catalog,
    open_settings,
    say,
    stop,
)

if TYPE_CHECKING:
    from spbe_data.identifiers.kode_wilayah import Sistem, Tingkat, Wilayah
    from spbe_data.identifiers.masa import Perubahan
    from spbe_data.identifiers.periode import Periode
    from spbe_data.identifiers.tanya import Jawaban
    from spbe_data.standards.catalog import Catalog
    from spbe_data.standards.reference import Daftar, Entri

SHOWN = 50
"""Lines of a long answer printed on the terminal; ``--json`` has all."""

AREAS = "wilayah"

app = typer.Typer(
    help="Data referensi: daftar kode, riwayat, padanan, dan kode wilayah.", no_args_is_help=True
)

_LIST = typer.Argument(metavar="DAFTAR", help="Id daftar (spbe referensi daftar), atau 'wilayah'.")
_JSON = typer.Option("--json", help="Keluaran JSON.")
_AT = typer.Option("--pada", metavar="P", help="Periode, misalnya 2024, 2024-S1, 2024-07-15.")


@app.command("daftar")
def daftar(as_json: Annotated[bool, _JSON] = False) -> None:
    """Semua daftar referensi: versi yang berlaku, jumlah kode, dasar hukum."""
    catalog = open_catalog(open_settings())
    today = dt.date.today()
    rows = []
    for id_, codes in catalog.daftar.items():
        version = codes.keterangan.versi_pada(today) or codes.keterangan.versi[-1]
        rows.append(
            {
                "id": id_,
                "judul": codes.judul["id"],
                "versi": version.versi,
                "jumlah_kode": len(codes.pada(today)),
                "penanggung_jawab": codes.keterangan.penanggung_jawab,
                "dasar_hukum": codes.dasar_hukum,
            }
        )
    if as_json:
        _json(rows)
        return
    for row in rows:
        say(f"{row['id']:<24} versi {row['versi']:<8} {row['jumlah_kode']:>5} kode  {row['judul']}")
    say(
        f"{len(rows)} daftar; kode wilayah: daftar 'wilayah', pemetaan: {', '.join(catalog.pemetaan)}."
    )


@app.command("lihat")
def lihat(
    id_: Annotated[str, _LIST],
    pada: Annotated[str | None, _AT] = None,
    induk: Annotated[
        str | None,
        typer.Option("--induk", help="Wilayah di dalam kode ini; baku: wilayah sendiri."),
    ] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Isi satu daftar sebagaimana berlaku pada akhir suatu periode (baku: hari ini)."""
    settings = open_settings()
    catalog = open_catalog(settings)
    period = _period(pada or dt.date.today().isoformat())
    if id_ == AREAS:
        rows = _areas_within(catalog, induk or settings.kode_kemendagri, period)
    elif induk:
        stop("--induk hanya untuk daftar 'wilayah'.")
    else:
        rows = [_entry(e) for e in _list(catalog, id_).pada(period.akhir)]
    if as_json:
        _json(rows)
        return
    for row in rows:
        say(f"{row['kode']:<24} {row['nama']}")
    say(f"{len(rows)} kode berlaku pada {period.akhir.isoformat()}.")


@app.command("perubahan")
def perubahan(
    id_: Annotated[str, _LIST],
    dari: Annotated[
        str | None, typer.Option("--dari", help="Periode awal; dibandingkan hari terakhirnya.")
    ] = None,
    ke: Annotated[str | None, typer.Option("--ke", help="Periode akhir.")] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Catatan perubahan daftar: baru, hilang, berganti nama, dipecah, digabung, diganti."""
    catalog = open_catalog(open_settings())
    history = catalog.wilayah.riwayat if id_ == AREAS else _list(catalog, id_).riwayat
    if (dari is None) != (ke is None):
        stop("Sebutkan --dari dan --ke bersama-sama, atau jangan keduanya.")
    if dari is not None and ke is not None:
        first, last = _period(dari).akhir, _period(ke).akhir
        if last < first:
            stop(f"--ke {ke} mendahului --dari {dari}. Tukar keduanya.")
        log = history.perubahan(first, last)
    else:
        log = history.catatan()
    if as_json:
        _json([_change(c) for c in log])
        return
    for change in log[:SHOWN]:
        row = _change(change)
        old, new = (
            " + ".join(f"{m['kode']} {m['nama']}" for m in row[k]) for k in ("lama", "baru")
        )
        say(f"{row['pada']}  {row['jenis']:<13} {old or '-'} → {new or '-'}  {row['dasar_hukum']}")
    if len(log) > SHOWN:
        say(f"… dan {len(log) - SHOWN} perubahan lain; semuanya dengan --json.")
    say(f"{len(log)} perubahan.")


@app.command("cari")
def cari(
    id_: Annotated[str, _LIST],
    teks: Annotated[str, typer.Argument(metavar="TEKS", help="Nama atau kode, ejaan bebas.")],
    level: Annotated[
        str | None, typer.Option("--level", help="Tingkat wilayah, misalnya kecamatan.")
    ] = None,
    induk: Annotated[
        str | None, typer.Option("--induk", help="Hanya di dalam kode Kemendagri ini.")
    ] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Tawarkan kode yang namanya paling dekat; tidak ada yang diganti."""
    catalog = open_catalog(open_settings())
    if id_ == AREAS:
        areas = catalog.wilayah.nama_terdekat(teks, _level(level), induk, 10)
        rows = [{**_area(w), "jarak": far} for w, far in areas]
    elif level or induk:
        stop("--level dan --induk hanya untuk daftar 'wilayah'.")
    else:
        rows = [{**_entry(e), "jarak": far} for e, far in _list(catalog, id_).cari(teks, 10)]
    if as_json:
        _json(rows)
    else:
        for row in rows:
            where = (
                f" ({row['jenis']}, induk {row['induk'] or '-'}; BPS {row['kode_bps'] or '-'})"
                if id_ == AREAS
                else ""
            )
            say(f"{row['kode']:<16} {row['nama']}{where}  beda {row['jarak']} huruf")
        if not rows:
            say(f"Tidak ada nama di daftar '{id_}' yang dekat dengan \"{teks}\".")
    raise typer.Exit(GOOD if rows else FINDINGS)


@app.command("tanya")
def tanya(
    kode: Annotated[
        str, typer.Argument(metavar="KODE", help="Kode wilayah, atau kode daftar lain.")
    ],
    pada: Annotated[str, _AT],
    sistem: Annotated[
        str | None, typer.Option("--sistem", help="kemendagri atau bps; baku: menurut bentuknya.")
    ] = None,
    id_: Annotated[
        str, typer.Option("--daftar", metavar="DAFTAR", help="Daftar tempat kode itu.")
    ] = AREAS,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Apakah kode berlaku pada periode itu, menurut keputusan apa, dan menjadi apa kini.

    Keluar dengan 0 bila berlaku, 1 bila tidak.
    """
    from spbe_data.identifiers.kode_wilayah import Sistem

    catalog, period = open_catalog(open_settings()), _period(pada)
    if id_ != AREAS:
        _ask_list(_list(catalog, id_), kode, period, as_json)
        return
    known = get_args(Sistem)
    if sistem is not None and sistem not in known:
        stop(f"--sistem tertulis '{sistem}'; yang boleh: {', '.join(known)}.")
    answer = catalog.wilayah.tanya(kode, sistem, period)  # type: ignore[arg-type]  # checked above
    if as_json:
        _json(_answer(answer))
    else:
        for line in kalimat(answer):
            say(line)
    raise typer.Exit(GOOD if answer.berlaku else FINDINGS)


@app.command("padanan")
def padanan(
    kode: Annotated[str, typer.Argument(metavar="KODE")],
    dari: Annotated[str, typer.Option("--dari", help="Daftar asal kode.")],
    ke: Annotated[str, typer.Option("--ke", help="Daftar tujuan.")],
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Padanan satu kode di daftar lain, dari pemetaan yang ada (dibaca dari kedua arah)."""
    catalog = open_catalog(open_settings())
    if mapping := catalog.pemetaan.get(f"{dari}--{ke}"):
        pairs = mapping.padanan(kode)
    elif mapping := catalog.pemetaan.get(f"{ke}--{dari}"):
        pairs = mapping.balik(kode)
    else:
        stop(f"Tidak ada pemetaan {dari} ke {ke}. Yang ada: {', '.join(catalog.pemetaan)}.")
    rows = [
        {"dari": p.dari, "ke": p.ke, "jenis": p.jenis, "dasar": p.dasar, "catatan": p.catatan,
         "berlaku_sejak": p.sejak, "berlaku_sampai": p.sampai}
        for p in pairs
    ]  # fmt: skip
    if as_json:
        _json(rows)
    else:
        for pair in pairs:
            say(
                f"{pair.dari} {pair.jenis.replace('_', ' ')} {pair.ke}  ({pair.dasar}) {pair.catatan}"
            )
        if not pairs:
            say(f"Kode {kode} belum punya padanan yang diketahui.")
    raise typer.Exit(GOOD if pairs else FINDINGS)


@app.command("muat-wilayah")
def muat_wilayah(
    berkas: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="CSV daftar kode Kemendagri (kolom kode dan nama)."),
    ],
    dasar_hukum: Annotated[
        str, typer.Option("--dasar-hukum", help="Keputusan yang memuat daftar itu.")
    ],
    berlaku_sejak: Annotated[
        str, typer.Option("--berlaku-sejak", metavar="TANGGAL", help="Misalnya 2025-04-25.")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Berkas tujuan; baku: schemas/referensi/wilayah_nasional.csv."),
    ] = None,
) -> None:
    """Muat daftar wilayah nasional dari berkas; tiap baris diperiksa, ditulis sekaligus atau tidak."""
    from spbe_data.flows.national_areas import DaftarNasionalTidakSah, muat_wilayah_nasional
    from spbe_data.identifiers.wilayah import RegisterTidakSah, RegisterWilayah
    from spbe_data.standards.references import WILAYAH, WILAYAH_NASIONAL

    settings = open_settings()
    folder = settings.schemas / "referensi"
    try:
        # Only the own list: a broken national one must not keep a good one from being loaded.
        own = RegisterWilayah.dari_csv(folder / WILAYAH)
    except (RegisterTidakSah, OSError) as exc:
        stop(f"Daftar wilayah sendiri tidak dapat dibaca: {exc}")
    try:
        since = dt.date.fromisoformat(berlaku_sejak)
    except ValueError:
        stop(f"--berlaku-sejak tertulis '{berlaku_sejak}'; harus tanggal, misalnya 2025-04-25.")
    for path in berkas:
        if not path.is_file():
            stop(f"Berkas {path} tidak ada. Periksa alamat dan ejaannya.")
    target = out or folder / WILAYAH_NASIONAL
    try:
        done = muat_wilayah_nasional(berkas, target, dasar_hukum, since, own, say)
    except DaftarNasionalTidakSah as exc:
        shown = "\n".join(exc.kesalahan[:SHOWN])
        more = f"\n… dan {len(exc.kesalahan) - SHOWN} lagi." if len(exc.kesalahan) > SHOWN else ""
        stop(f"Tidak dimuat ({len(exc.kesalahan)} kesalahan):\n{shown}{more}", FINDINGS)
    except OSError as exc:
        stop(f"Berkas tidak dapat dibaca atau ditulis: {exc}. Periksa izin foldernya.")
    for level, count in done.per_tingkat.items():
        say(f"  {level.replace('_', '/'):<16} {_number(count):>8}")
    say(
        f"Baru {_number(done.baru)}, berganti nama {_number(done.berganti_nama)}, tidak ada lagi "
        f"{_number(done.hilang)}; {done.di_daftar_sendiri} kode sudah ada di wilayah.csv, yang tetap dipakai."
    )
    for line in done.beda_dari_sendiri[:SHOWN]:
        say(f"  beda: {line}")
    say(
        "Sudah sama; tidak ada yang ditulis." if done.sudah_sama else f"Tersimpan di {done.berkas}."
    )


# -- words --------------------------------------------------------------------------------------


def kalimat(answer: Jawaban) -> list[str]:
    """The answer about an area code, as sentences."""
    from spbe_data.checks.hints import tanggal_panjang

    result = answer.hasil
    period, row = result.periode.tampil("id"), result.wilayah
    name = f"{result.kode} ({row.nama}, {row.jenis})" if row else result.kode
    assumed = " (tanggal diasumsikan)" if result.tanggal_diasumsikan else ""
    then = ", ".join(
        _named(w, result.sistem) for w in ((result.saran,) if result.saran else result.pilihan)
    )
    until = tanggal_panjang(result.batas - dt.timedelta(days=1)) if result.batas else ""
    since = tanggal_panjang(result.batas) if result.batas else ""
    by = f" oleh {result.dasar_hukum}" if result.dasar_hukum else ""
    match result.status:
        case "berlaku" if row and row.berlaku_sejak and row.berlaku_sejak > result.periode.awal:
            begun = tanggal_panjang(row.berlaku_sejak)
            guess = " (tanggal diasumsikan)" if row.tanggal_diasumsikan else ""
            lines = [f"Ya, tetapi baru sejak {begun}{guess}. {name}, menurut {row.dasar_hukum}."]
        case "berlaku":
            lines = [
                f"Ya. {name} berlaku untuk {period}, menurut {row.dasar_hukum if row else ''}."
            ]
        case "berlaku_tidak_sampai_akhir":
            lines = [f"Ya, tetapi tidak sampai akhir. {name} berlaku sampai {until}{assumed}{by}."]
        case "tidak_berlaku" if result.arah == "pengganti":
            lines = [f"Tidak. {name} tidak berlaku untuk {period}: berakhir {until}{assumed}{by}."]
        case "tidak_berlaku":
            lines = [f"Tidak. {name} baru berlaku sejak {since}{assumed}{by}."]
        case "tidak_dikenal":
            lines = [f"Tidak. {name} tidak ada dalam daftar kode {result.sistem}."]
        case _:
            lines = [f"Tidak. {name} bukan bentuk kode {result.sistem}."]
    if then:
        lines.append(f"Yang berlaku untuk {period}: {then}.")
    if row is not None and answer.kini != (row,):
        now = ", ".join(_named(w, "kemendagri") for w in answer.kini) or "tidak ada penerusnya"
        lines.append(f"Kini: {now}.")
    if answer.sebelumnya:
        lines.append(
            f"Sebelumnya: {', '.join(_named(w, 'kemendagri') for w in answer.sebelumnya)}."
        )
    if row is not None:
        other = "BPS" if result.sistem == "kemendagri" else "Kemendagri"
        lines.append(f"Kode {other}: {answer.kode_lain or 'tidak diketahui'}.")
    if answer.sistem_dari_bentuk:
        lines.append(
            f"Dibaca sebagai kode {result.sistem} menurut bentuknya; untuk yang lain sebutkan --sistem."
        )
    return lines


def _named(w: Wilayah, system: Sistem) -> str:
    return f"{w.kode(system) or w.kode_kemendagri} ({w.nama}, {w.jenis})"


def _ask_list(codes: Daftar, kode: str, period: Periode, as_json: bool) -> None:
    rows = sorted((e for e in codes.entri if e.kode == kode), key=lambda e: e.sejak or dt.date.min)
    valid = [e for e in rows if e.berlaku(period.awal, period.akhir)]
    seen = valid or rows
    heirs = codes.riwayat.akhir(seen[-1].masa()) if seen else ()
    now = [{"kode": m.kode, "nama": m.nama} for m in heirs]
    if as_json:
        _json({"daftar": codes.id, "kode": kode, "periode": period.teks, "berlaku": bool(valid),
               "dikenal": bool(rows), "baris": [_entry(e) for e in rows], "kini": now})  # fmt: skip
    elif not rows:
        near = ", ".join(f"{e.kode} ({e.nama})" for e, _far in codes.cari(kode, 3))
        say(
            f"Tidak. {kode} tidak ada di daftar '{codes.id}'."
            + (f" Mungkin {near}." if near else "")
        )
    else:
        said = "Ya" if valid else "Tidak"
        decree = f", menurut {seen[-1].dasar_hukum}" if seen[-1].dasar_hukum else ""
        say(
            f"{said}. {kode} ({seen[-1].nama}) {'berlaku' if valid else 'tidak berlaku'} untuk {period.tampil('id')}{decree}."
        )
        say(
            "Kini: "
            + (", ".join(f"{m['kode']} ({m['nama']})" for m in now) or "tidak ada penerusnya")
            + "."
        )
    raise typer.Exit(GOOD if valid else FINDINGS)


# -- documents ----------------------------------------------------------------------------------


def _answer(answer: Jawaban) -> dict[str, Any]:
    result = answer.hasil
    instead = (result.saran,) if result.saran else result.pilihan
    return {
        "kode": result.kode,
        "sistem": result.sistem,
        "sistem_dari_bentuk": answer.sistem_dari_bentuk,
        "periode": result.periode.teks,
        "berlaku": answer.berlaku,
        "status": result.status,
        "wilayah": _area(result.wilayah) if result.wilayah else None,
        "kode_lain": answer.kode_lain,
        "batas": result.batas,
        "dasar_hukum": result.dasar_hukum or (result.wilayah.dasar_hukum if result.wilayah else ""),
        "tanggal_diasumsikan": result.tanggal_diasumsikan,
        "yang_berlaku": [_area(w) for w in instead],
        "sebelumnya": [_area(w) for w in answer.sebelumnya],
        "kini": [_area(w) for w in answer.kini],
        "linimasa": [_area(w) for w in answer.linimasa],
    }


def _area(w: Wilayah) -> dict[str, Any]:
    return {
        "kode": w.kode_kemendagri,
        "kode_bps": w.kode_bps,
        "nama": w.nama,
        "jenis": w.jenis,
        "level": w.level,
        "induk": w.induk,
        "berlaku_sejak": w.berlaku_sejak,
        "berlaku_sampai": w.berlaku_sampai,
        "dasar_hukum": w.dasar_hukum,
        "tanggal_diasumsikan": w.tanggal_diasumsikan,
        "pengganti": list(w.para_pengganti),
    }


def _areas_within(catalog: Catalog, parent: str, period: Periode) -> list[dict[str, Any]]:
    from spbe_data.identifiers.kode_wilayah import Tingkat

    register = catalog.wilayah
    if not register.kode(parent, "kemendagri"):
        stop(f"--induk {parent} tidak ada dalam daftar wilayah. Tulis kode Kemendagri-nya.")
    found = [
        w for level in get_args(Tingkat) for w in register.semesta(level, period, induk=parent)
    ]
    return [_area(w) for w in sorted(found, key=lambda w: w.kode_kemendagri)]


def _entry(e: Entri) -> dict[str, Any]:
    return {
        "kode": e.kode,
        "nama": e.nama,
        "berlaku_sejak": e.sejak,
        "berlaku_sampai": e.sampai,
        **e.lain,
    }


def _change(c: Perubahan) -> dict[str, Any]:
    return {
        "pada": c.pada.isoformat(),
        "jenis": c.jenis,
        "lama": [{"kode": m.kode, "nama": m.nama} for m in c.lama],
        "baru": [{"kode": m.kode, "nama": m.nama} for m in c.baru],
        "dasar_hukum": c.dasar_hukum,
    }


def _json(document: Any) -> None:
    say(json.dumps(document, ensure_ascii=False, indent=2, default=str))


# -- reading what was asked ---------------------------------------------------------------------


def _list(catalog: Catalog, id_: str) -> Daftar:
    codes = catalog.daftar.get(id_)
    if codes is None:
        stop(f"Daftar '{id_}' tidak dikenal. Lihat 'spbe referensi daftar'.")
    return codes


def _period(text: str) -> Periode:
    from spbe_data.identifiers.periode import Periode, PeriodeTidakSah

    try:
        return Periode.parse(text)
    except PeriodeTidakSah as exc:
        stop(str(exc))


def _level(text: str | None) -> Tingkat | None:
    from spbe_data.identifiers.kode_wilayah import Tingkat

    known = get_args(Tingkat)
    if text is not None and text not in known:
        stop(f"--level tertulis '{text}'; yang boleh: {', '.join(known)}.")
    return text  # type: ignore[return-value]  # checked above


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
