"""``spbe induk``: registers of data induk, their changes, and duplicates.

Belongs here: parsing and printing. Account names are shown: the terminal is inside the house.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spbe_data.commands.terminal import FINDINGS, open_catalog, open_settings, say, stop

if TYPE_CHECKING:
    from spbe_data.flows.house import Rumah
    from spbe_data.standards.master_state import JenisUsulan
    from spbe_data.standards.register import Induk

app = typer.Typer(help="Data induk: register, usulan perubahan, ganda.", no_args_is_help=True)

_REGISTER = typer.Argument(metavar="REGISTER", help="Id register (spbe induk list).")
_SEBAGAI = typer.Option("--sebagai", metavar="AKUN", help="Siapa yang bertindak; tercatat di buku.")
_ALASAN = typer.Option("--alasan", help="Alasan, satu kalimat.")
_ISI = typer.Option("--isi", metavar="KOLOM=NILAI", help="Nilai kolom; boleh berulang.")
_JSON = typer.Option("--json", help="Keluaran JSON.")
_SEJAK = typer.Option("--tanggal", metavar="TANGGAL", help="Hari pertama berlakunya, 2026-01-31.")

_LINES = 50
"""Records and candidates printed; JSON has all."""


@contextmanager
def _house() -> Iterator[Rumah]:
    from spbe_data.flows.house import Rumah

    settings = open_settings()
    house = Rumah(settings, open_catalog(settings))
    try:
        yield house
    finally:
        house.tutup()


def _register(house: Rumah, id_: str) -> Induk:
    from spbe_data.flows.master import UsulanTidakSah, register

    try:
        return register(house.catalog, id_)
    except UsulanTidakSah as exc:
        stop(str(exc))


def _day(text: str | None, option: str = "--tanggal") -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        stop(f"{option} tertulis '{text}'. Tulis tanggal seperti 2026-01-31.")


def _values(pairs: list[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs or []:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            stop(f"--isi tertulis '{pair}'. Tulis kolom=nilai, misalnya nama='SD Negeri 1'.")
        found[name.strip()] = value.strip()
    return found


@app.command("list")
def daftar(as_json: Annotated[bool, _JSON] = False) -> None:
    """Semua register: jumlah rekaman yang berlaku hari ini dan penanggung jawabnya."""
    with _house() as house:
        today = house.hari_ini()
        rows: list[dict[str, Any]] = [
            {
                "register": r.id,
                "judul": r.keterangan.judul.id,
                "kunci": r.keterangan.kunci,
                "penanggung_jawab": r.keterangan.penanggung_jawab,
                "berlaku": len(r.pada(today)),
                "rekaman": len(r.kunci),
                "contoh": r.keterangan.contoh,
            }
            for r in house.catalog.induk.values()
        ]
    if as_json:
        say(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        sample = " · contoh" if row["contoh"] else ""
        say(f"{row['register']}: {row['judul']}{sample}")
        say(
            f"    {row['berlaku']} berlaku dari {row['rekaman']} · kunci {row['kunci']} · "
            f"penanggung jawab {row['penanggung_jawab']}"
        )


@app.command("lihat")
def lihat(
    register: Annotated[str, _REGISTER],
    kunci: Annotated[str | None, typer.Argument(help="Satu rekaman dan riwayatnya.")] = None,
    pada: Annotated[str | None, typer.Option("--pada", help="Keadaan pada tanggal ini.")] = None,
    cari: Annotated[str | None, typer.Option("--cari", help="Nama yang dicari.")] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Isi register pada suatu hari, atau satu rekaman dengan riwayat dan kunci penggantinya."""
    with _house() as house:
        found = _register(house, register)
        day = _day(pada, "--pada") or house.hari_ini()
    if kunci is not None:
        _show_one(found, kunci, day, as_json)
        return
    valid = found.pada(day)
    keys = list(valid)
    if cari is not None:
        keys = [key for key, _distance in found.cari(cari, 20) if key in valid]
    if as_json:
        say(json.dumps([dict(valid[k].isi) for k in keys], ensure_ascii=False, indent=2))
        return
    for key in keys[:_LINES]:
        say(f"{key}  {valid[key].isi[found.keterangan.nama]}")
    if len(keys) > _LINES:
        say(f"… dan {len(keys) - _LINES} lagi (--json untuk semuanya).")
    say(f"{len(keys)} rekaman berlaku pada {day}.")
    for event, why in found.keadaan.tertinggal:
        say(
            f"Perhatian: perubahan {event.id} ({event.jenis} {event.kunci}) tidak lagi cocok: {why}"
        )


def _show_one(found: Induk, kunci: str, day: dt.date, as_json: bool) -> None:
    rows = found.babak(kunci)
    if not rows:
        near = ", ".join(f"{k} ({found.nama(k)})" for k, _d in found.cari(kunci, 3))
        stop(f"Kunci '{kunci}' tidak ada di {found.id}." + (f" Terdekat: {near}." if near else ""))
    survivor = found.keadaan.arah(kunci, day)
    valid = next((row for row in rows if row.berlaku(day, day)), None)
    document = {
        "kunci": kunci,
        "pada": str(day),
        "berlaku": valid is not None,
        "isi": dict((valid or rows[-1]).isi),
        "digabung_ke": survivor if survivor != kunci else None,
        "masa": [
            {"sejak": row.sejak, "sampai": row.sampai, "pengganti": row.pengganti, "asal": row.asal}
            for row in rows
        ],
        "riwayat": [
            {
                "usulan": c.peristiwa.id,
                "jenis": c.peristiwa.jenis,
                "kunci": c.peristiwa.kunci,
                "tanggal": c.peristiwa.tanggal,
                "ke": c.peristiwa.ke,
                "isi": dict(c.peristiwa.isi),
                "alasan": c.peristiwa.alasan,
                "pengusul": c.peristiwa.pengusul,
                "diterima_oleh": c.peristiwa.oleh,
                "diterima_pada": c.peristiwa.diputuskan_pada,
                "dibatalkan_oleh": c.dibatalkan.id if c.dibatalkan else None,
            }
            for c in found.riwayat(kunci)
        ],
    }
    if as_json:
        say(json.dumps(document, ensure_ascii=False, indent=2, default=str))
        return
    state = "berlaku" if valid else "tidak berlaku"
    say(f"{kunci}: {state} pada {day}" + (f", lihat {survivor}" if survivor != kunci else ""))
    for name, value in document["isi"].items():  # type: ignore[attr-defined]  # a dictionary above
        say(f"  {name}: {value or '–'}")
    for row in rows:
        origin = f"usulan {row.asal}" if row.asal else "berkas register"
        say(f"  masa {row.sejak or '…'} sampai {row.sampai or '…'} ({origin})")
    for c in found.riwayat(kunci):
        e = c.peristiwa
        undone = f" · dibatalkan {c.dibatalkan.id}" if c.dibatalkan else ""
        say(
            f"  {e.diputuskan_pada[:10]} {e.jenis} {e.kunci} · {e.alasan} · diusulkan {e.pengusul}, diterima {e.oleh}{undone}"
        )


def _propose(
    register: str,
    jenis: JenisUsulan,
    kunci: str,
    isi: dict[str, str],
    tanggal: dt.date | None,
    ke: str | None,
    alasan: str,
    sebagai: str,
) -> None:
    from spbe_data.flows.master import UsulanTidakSah, usulkan

    with _house() as house:
        try:
            record = usulkan(
                house,
                register,
                jenis,
                kunci,
                isi=isi,
                tanggal=tanggal,
                ke=ke,
                alasan=alasan,
                pengusul=sebagai,
            )
        except UsulanTidakSah as exc:
            stop(f"Usulan belum dapat disimpan:\n{exc}", FINDINGS)
    say(f"Usulan {record.id} disimpan dan menunggu putusan penanggung jawab register {register}.")


@app.command("usul")
def usul(
    register: Annotated[str, _REGISTER],
    jenis: Annotated[str, typer.Argument(metavar="JENIS", help="tambah, ubah, atau akhiri.")],
    kunci: Annotated[str, typer.Argument(help="Kunci rekaman.")],
    sebagai: Annotated[str, _SEBAGAI],
    alasan: Annotated[str, _ALASAN],
    tanggal: Annotated[
        str, typer.Option("--tanggal", help="Hari pertama isi baru, atau hari terakhir rekaman.")
    ],
    isi: Annotated[list[str] | None, _ISI] = None,
    pengganti: Annotated[
        str | None, typer.Option("--pengganti", help="Kunci pengganti (akhiri).")
    ] = None,
) -> None:
    """Usulkan rekaman baru, isi baru, atau akhir suatu rekaman."""
    match jenis:
        case "tambah" | "ubah" | "akhiri":
            if pengganti is not None and jenis != "akhiri":
                stop("--pengganti hanya untuk usulan akhiri.")
            _propose(
                register, jenis, kunci, _values(isi), _day(tanggal), pengganti, alasan, sebagai
            )
        case _:
            stop(f"Jenis usulan '{jenis}' tidak dikenal. Tulis tambah, ubah, atau akhiri.")


@app.command("gabung")
def gabung(
    register: Annotated[str, _REGISTER],
    kunci: Annotated[str, typer.Argument(help="Kunci yang melebur.")],
    ke: Annotated[str, typer.Argument(metavar="KE", help="Kunci yang bertahan.")],
    tanggal: Annotated[str, _SEJAK],
    sebagai: Annotated[str, _SEBAGAI],
    alasan: Annotated[str, _ALASAN],
    isi: Annotated[list[str] | None, _ISI] = None,
) -> None:
    """Usulkan penggabungan dua rekaman; kunci yang melebur tetap dikenal sebagai kunci lain."""
    _propose(register, "gabung", kunci, _values(isi), _day(tanggal), ke, alasan, sebagai)


@app.command("batal-gabung")
def batal_gabung(
    register: Annotated[str, _REGISTER],
    kunci: Annotated[str, typer.Argument(help="Kunci yang dulu melebur.")],
    sebagai: Annotated[str, _SEBAGAI],
    alasan: Annotated[str, _ALASAN],
) -> None:
    """Usulkan pembatalan penggabungan; kedua rekaman kembali persis seperti semula."""
    _propose(register, "batal_gabung", kunci, {}, None, None, alasan, sebagai)


@app.command("usulan")
def usulan(
    register: Annotated[str | None, typer.Argument(help="Satu register saja.")] = None,
    semua: Annotated[bool, typer.Option("--semua", help="Juga yang sudah diputuskan.")] = False,
) -> None:
    """Usulan yang menunggu putusan."""
    from spbe_data.flows.master import buku_induk

    with _house() as house:
        pairs = buku_induk(house.ledger).semua(register) if house.punya_buku() else []
    shown = [(p, d) for p, d in pairs if semua or d is None]
    for p, d in shown:
        state = f"{d.putusan} oleh {d.oleh}: {d.alasan}" if d else "menunggu"
        say(f"{p.id}  {p.register} {p.jenis} {p.kunci}" + (f" → {p.ke}" if p.ke else ""))
        say(f"    {p.tanggal or ''} {p.isi or ''} · {p.alasan} · {p.pengusul} · {state}")
    say(f"{len(shown)} usulan.")


@app.command("putus")
def putus(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Id usulan.")],
    terima: Annotated[bool, typer.Option("--terima/--tolak", help="Putusannya.")],
    alasan: Annotated[str, _ALASAN],
    sebagai: Annotated[str, _SEBAGAI],
    isi: Annotated[list[str] | None, _ISI] = None,
) -> None:
    """Terima atau tolak usulan, sebagai penanggung jawab register; bukan oleh pengusulnya.

    Selama belum ada akun, nama yang disebut dicatat apa adanya; haknya tidak diperiksa.
    """
    from spbe_data.flows.master import UsulanTidakSah, putuskan_usulan

    with _house() as house:
        try:
            putuskan_usulan(
                house, id_, terima=terima, alasan=alasan, oleh=sebagai, isi=_values(isi)
            )
        except KeyError:
            stop(f"Usulan '{id_}' tidak ada. Daftar: spbe induk usulan.")
        except UsulanTidakSah as exc:
            stop(f"Putusan tidak dapat disimpan:\n{exc}", FINDINGS)
    say(f"Usulan {id_} {'diterima' if terima else 'ditolak'}.")


@app.command("ganda")
def ganda(
    register: Annotated[str, _REGISTER],
    sebagai: Annotated[str, _SEBAGAI] = "petugas data induk",
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Cari rekaman yang mungkin ganda, berdampingan; hasilnya juga dicatat di buku."""
    import dataclasses

    from spbe_data.flows.duplicates import catat_ganda

    with _house() as house:
        searched = _register(house, register)
        found = catat_ganda(house, register, sebagai)
    if as_json:
        say(json.dumps([dataclasses.asdict(c) for c in found], ensure_ascii=False, indent=2))
        return
    if searched.keterangan.ganda is None:
        say(f"Register {register} tidak menyebut kolom pembanding, jadi tidak dicari gandanya.")
    for c in found[:_LINES]:
        say(f"bobot {c.bobot:.2f} (peluang {c.peluang:.2%})")
        say(f"    {c.kiri}  {searched.nama(c.kiri)}")
        say(f"    {c.kanan}  {searched.nama(c.kanan)}")
        say(
            f"    sama: {', '.join(c.sama) or '–'} · mirip: {', '.join(c.mirip) or '–'} · "
            f"beda: {', '.join(c.beda) or '–'}"
        )
    say(f"{len(found)} pasangan calon ganda.")
