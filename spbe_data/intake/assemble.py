"""Grid → the table read: header found, columns named, blank rows out, cells trimmed, notes taken.

Belongs here: what is the same for every format. Does not belong here: any format; any judgement
on whether what was found is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import polars as pl

from spbe_data.intake.directions import judul_menurut
from spbe_data.intake.float_codes import catatan_pecahan
from spbe_data.intake.grid import Kisi
from spbe_data.intake.header import (
    DIPERIKSA,
    Judul,
    Pencocok,
    beri_nama,
    cari_judul,
    huruf,
    nomor_kolom,
)
from spbe_data.intake.model import (
    Arahan,
    Batas,
    BerkasDitolak,
    CatatanBaca,
    JenisCatatan,
    KodeTolak,
    KolomTerbaca,
    Terbaca,
)
from spbe_data.intake.shape_notes import catatan_judul_terulang, catatan_satu_kolom

_JUDUL_DI_BAWAH = 10  # rows a stacked header may reach beyond the rows that are looked at
_POTONGAN = 200
_DERET_MAKS = 1_000


class KolomBaru(Exception):
    """A later piece has cells in columns that the first piece left blank."""


@dataclass(frozen=True, slots=True)
class Rapi:
    """A body with outer white space off and blanks null; ``pangkas``: column → its row positions
    that this changed."""

    tabel: pl.DataFrame
    pangkas: dict[str, pl.Series]


def susun(
    kisi: Kisi,
    pencocok: Pencocok,
    batas: Batas,
    arahan: Arahan | None = None,
    *,
    juga: frozenset[int] = frozenset(),
) -> Terbaca:
    """The table of a whole file, or of its first piece; ``juga`` are positions of columns to keep
    though this piece leaves them blank.

    Raises BerkasDitolak: TANPA_JUDUL, TERLALU_BESAR (a cell of too many characters),
    ARAHAN_TIDAK_COCOK (no header where ``arahan`` points).
    """
    judul = _judul(kisi, pencocok, arahan or Arahan())
    mulai = judul.baris + judul.tinggi + len(judul.penjelas)
    tulisan = list(judul.tulisan) + [""] * (kisi.tabel.width - len(judul.tulisan))
    badan = kisi.tabel[mulai:]
    bersih = _rapikan(badan, batas, kisi.spasi_saja)
    rapi = bersih.tabel
    terisi = rapi.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    ada = [rapi[nama].null_count() < rapi.height for nama in rapi.columns]
    pilih = [j for j, teks in enumerate(tulisan) if teks or ada[j] or j in juga]
    letak = [huruf(j) for j in pilih]
    nama = beri_nama([tulisan[j] for j in pilih], letak, pencocok)
    kolom = tuple(
        KolomTerbaca(tulisan[j], n.nama, h, i, n.dikenal)
        for i, (j, n, h) in enumerate(zip(pilih, nama, letak, strict=True))
    )
    baris = kisi.baris[mulai:]
    nama_baru = [k.nama for k in kolom]
    lama = [str(j) for j in pilih]
    tabel = rapi.select(pl.col(a).alias(b) for a, b in zip(lama, nama_baru, strict=True))
    bertipe = None
    if kisi.bertipe is not None:
        bertipe = kisi.bertipe[mulai:].select(
            pl.col(a).alias(b) for a, b in zip(lama, nama_baru, strict=True)
        )
    catatan = [
        *_catatan_judul(kisi, judul),
        *_catatan_penjelas(kisi, judul, kolom),
        *_catatan_kolom(kolom, [n.dasar for n in nama], kisi, judul),
        *_catatan_kosong(terisi, baris),
        *_catatan_tidak_rata(kisi, mulai, terisi, _lebar(tulisan, pilih)),
        *_catatan_kisi(kisi, int(kisi.baris[mulai - 1])),
        *catatan_pecahan(kolom, tabel, bertipe),
        *catatan_satu_kolom(kolom, tabel),
        *catatan_judul_terulang(kolom, tabel, baris),
    ]
    dirapikan = {
        nama: baris.gather(bersih.pangkas[a])
        for a, nama in zip(lama, nama_baru, strict=True)
        if a in bersih.pangkas
    }
    kosong = int((~terisi).sum())
    if kosong:
        tabel, baris = tabel.filter(terisi), baris.filter(terisi)
        bertipe = None if bertipe is None else bertipe.filter(terisi)
    info: dict[str, Any] = {
        **kisi.info,
        "baris_judul": None if kisi.judul_pasti else int(kisi.baris[judul.baris]),
        "tinggi_judul": judul.tinggi,
        "judul_diduga": judul.diduga,
        "judul_cocok": judul.cocok,
        "baris_satuan": len(judul.penjelas),
        "baris_dilewati": judul.baris,
        "baris_kosong": kosong,
        "jumlah_baris": tabel.height,
        "jumlah_kolom": tabel.width,
        "sel_dirapikan": sum(map(len, bersih.pangkas.values())),
    }
    return Terbaca(
        kolom,
        tabel,
        bertipe,
        baris.alias("baris"),
        kisi.lembar,
        info,
        tuple(catatan),
        dirapikan,
    )


def susun_lanjutan(kisi: Kisi, awal: Terbaca, posisi: list[int], batas: Batas) -> Terbaca:
    """The table of a later piece, in the columns of the first (``posisi``: their places in the grid).

    Raises KolomBaru, and BerkasDitolak: TERLALU_BESAR.
    """
    bersih = _rapikan(kisi.tabel, batas, kisi.spasi_saja)
    lama = [str(j) for j in posisi]
    if any(
        nama not in lama and bersih.tabel[nama].null_count() < bersih.tabel.height
        for nama in bersih.tabel.columns
    ):
        raise KolomBaru
    nama_baru = [k.nama for k in awal.kolom]
    terisi = bersih.tabel.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    tabel = bersih.tabel.select(pl.col(a).alias(b) for a, b in zip(lama, nama_baru, strict=True))
    baris = kisi.baris
    dirapikan = {
        nama: baris.gather(bersih.pangkas[a])
        for a, nama in zip(lama, nama_baru, strict=True)
        if a in bersih.pangkas
    }
    lebar = _lebar([k.judul_asli for k in awal.kolom], list(range(max(posisi) + 1)))
    catatan = (
        *_catatan_kosong(terisi, baris),
        *_catatan_tidak_rata(kisi, 0, terisi, lebar),
        *catatan_judul_terulang(awal.kolom, tabel, baris),
    )
    kosong = int((~terisi).sum())
    if kosong:
        tabel, baris = tabel.filter(terisi), baris.filter(terisi)
    info = {
        "baris_kosong": kosong,
        "jumlah_baris": tabel.height,
        "sel_dirapikan": sum(map(len, bersih.pangkas.values())),
    }
    return Terbaca(awal.kolom, tabel, None, baris.alias("baris"), None, info, catatan, dirapikan)


def _judul(kisi: Kisi, pencocok: Pencocok, arahan: Arahan) -> Judul:
    awal = kisi.tabel.head(DIPERIKSA + _JUDUL_DI_BAWAH).rows()
    if arahan.baris_judul is not None or arahan.tinggi_judul is not None:
        return judul_menurut(kisi, pencocok, arahan)
    if kisi.judul_pasti:
        tulisan = tuple((sel or "").strip() for sel in awal[0])
        return Judul(0, 1, tulisan, pencocok.hitung(tulisan), False)
    judul = cari_judul(awal, pencocok)
    if judul is None:
        diperiksa = min(DIPERIKSA, kisi.tabel.height)
        raise BerkasDitolak(KodeTolak.TANPA_JUDUL, {"lembar": kisi.lembar, "diperiksa": diperiksa})
    return judul


def _rapikan(badan: pl.DataFrame, batas: Batas, spasi_saja: bool) -> Rapi:
    """Outer white space off, empty → null. ``spasi_saja``: the only white space is the plain
    space, so that a look at both ends of a cell tells whether there is anything to do."""
    semua = badan.columns
    tanya = [pl.col(n).str.len_bytes().max().alias(f"max{n}") for n in semua]
    tanya += [pl.col(n).str.len_bytes().min().alias(f"min{n}") for n in semua]
    if spasi_saja:
        tanya += [
            (pl.col(n).str.starts_with(" ") | pl.col(n).str.ends_with(" ")).any().alias(f"tepi{n}")
            for n in semua
        ]
    jawab = badan.select(tanya).row(0, named=True) if semua else {}
    terpanjang = max((n for k, n in jawab.items() if k.startswith("max") and n), default=0)
    if terpanjang > batas.karakter_sel:
        raise BerkasDitolak(
            KodeTolak.TERLALU_BESAR,
            {"ukuran": "karakter_sel", "jumlah": terpanjang, "batas": batas.karakter_sel},
        )
    if spasi_saja:
        tepi = tuple(jawab[f"tepi{n}"] for n in semua)
    else:
        awal = badan.select(pl.all().str.len_bytes().sum()).row(0)
        rapi = badan.select(pl.all().str.strip_chars())
        akhir = rapi.select(pl.all().str.len_bytes().sum()).row(0)
        tepi = tuple(a != b for a, b in zip(awal, akhir, strict=True))
    ganti: list[pl.Series] = []
    pangkas: dict[str, pl.Series] = {}
    for nama, ada in zip(badan.columns, tepi, strict=True):
        if not ada:
            continue
        bersih = badan[nama].str.strip_chars()
        pangkas[nama] = (badan[nama] != bersih).arg_true()
        ganti.append(bersih)
    tabel = badan.with_columns(ganti)
    kosong = [nama for nama in semua if jawab[f"min{nama}"] == 0 or nama in pangkas]
    return Rapi(
        tabel.with_columns(
            pl.when(pl.col(nama) != "").then(pl.col(nama)).alias(nama) for nama in kosong
        ),
        pangkas,
    )


def _lebar(tulisan: list[str], pilih: list[int]) -> int:
    """Cells a whole row has: to the last heading, or the last column that holds anything."""
    terakhir = max((j for j, teks in enumerate(tulisan) if teks), default=-1)
    return max([terakhir, *pilih]) + 1


def _catatan_judul(kisi: Kisi, judul: Judul) -> Iterator[CatatanBaca]:
    nomor = int(kisi.baris[judul.baris])
    for i in range(judul.baris):
        teks = " ".join(sel.strip() for sel in kisi.tabel.row(i) if sel and sel.strip())
        if teks:
            yield CatatanBaca(
                JenisCatatan.BARIS_JUDUL_DI_ATAS,
                int(kisi.baris[i]),
                params={"teks": teks[:_POTONGAN]},
            )
    if judul.diduga:
        yield CatatanBaca(JenisCatatan.JUDUL_DIDUGA, nomor)
    if judul.tinggi > 1:
        yield CatatanBaca(JenisCatatan.JUDUL_DUA_BARIS, nomor, params={"jumlah": judul.tinggi})


def _catatan_penjelas(
    kisi: Kisi, judul: Judul, kolom: tuple[KolomTerbaca, ...]
) -> Iterator[CatatanBaca]:
    """The rows of units and column numbers below the header, which hold no data."""
    for ke, macam in enumerate(judul.penjelas, judul.baris + judul.tinggi):
        sel = kisi.tabel.row(ke)
        isi = {k.nama: teks for k in kolom if (teks := (sel[nomor_kolom(k.letak)] or "").strip())}
        yield CatatanBaca(
            JenisCatatan.BARIS_SATUAN, int(kisi.baris[ke]), params={"isi": isi, "macam": macam}
        )


def _catatan_kolom(
    kolom: tuple[KolomTerbaca, ...], dasar: list[str], kisi: Kisi, judul: Judul
) -> Iterator[CatatanBaca]:
    nomor = int(kisi.baris[judul.baris])
    pertama: dict[str, str] = {}
    for k, nama in zip(kolom, dasar, strict=True):
        if not k.judul_asli:
            yield CatatanBaca(JenisCatatan.JUDUL_KOSONG, nomor, k.letak, {"nama": k.nama})
        elif nama in pertama:
            params = {
                "judul": k.judul_asli,
                "nama": k.nama,
                "nama_dasar": nama,
                "letak_pertama": pertama[nama],
            }
            yield CatatanBaca(JenisCatatan.JUDUL_GANDA, nomor, k.letak, params)
        pertama.setdefault(nama, k.letak)


def _catatan_kosong(terisi: pl.Series, baris: pl.Series) -> Iterator[CatatanBaca]:
    """One note per run of blank rows; those after the last row are no part of the table."""
    isi = terisi.arg_true()
    if not len(isi) or len(isi) == int(isi[-1]) + 1:
        return
    sampai = int(isi[-1])
    kosong = (~terisi[:sampai]).arg_true()
    for awal, akhir in _deret(kosong.to_list()):
        yield CatatanBaca(
            JenisCatatan.BARIS_KOSONG,
            int(baris[awal]),
            params={"jumlah": akhir - awal + 1, "sampai": int(baris[akhir])},
        )


def _catatan_tidak_rata(
    kisi: Kisi, mulai: int, terisi: pl.Series, lebar: int
) -> Iterator[CatatanBaca]:
    """One note per run of rows that are too short alike, one for each row that is too long."""
    if kisi.lebar is None:
        return
    ukuran = kisi.lebar[mulai:]
    # Blanks at the end of a row (";;;") are what spreadsheets write; they are not too many cells.
    pendek = (ukuran < lebar) & terisi
    lebih = {i - mulai for i in kisi.lebihan if i >= mulai}
    if not lebih and not pendek.any():
        return
    for i in sorted(lebih):
        row = int(kisi.baris[mulai + i])
        surplus = [sel for sel in kisi.lebihan[mulai + i] if sel.strip()]
        yield CatatanBaca(
            JenisCatatan.BARIS_TIDAK_RATA,
            row,
            params={"jumlah": int(ukuran[i]), "harapan": lebar, "sampai": row, "lebihan": surplus},
        )
    calon = [i for i in pendek.arg_true().to_list() if i not in lebih]
    # Short rows are told by run; a ragged file of millions gives the first runs only.
    for awal, akhir in islice(_deret(calon, [int(ukuran[i]) for i in calon]), _DERET_MAKS):
        yield CatatanBaca(
            JenisCatatan.BARIS_TIDAK_RATA,
            int(kisi.baris[mulai + awal]),
            params={
                "jumlah": int(ukuran[awal]),
                "harapan": lebar,
                "sampai": int(kisi.baris[mulai + akhir]),
            },
        )


def _catatan_kisi(kisi: Kisi, baris_judul_akhir: int) -> Iterator[CatatanBaca]:
    for satu in kisi.catatan:
        # Merged titles and headings are how tables look; merged cells below hide missing values.
        di_atas = satu.baris is not None and satu.baris <= baris_judul_akhir
        if not (satu.jenis is JenisCatatan.SEL_GABUNG and di_atas):
            yield satu


def _deret(letak: list[int], nilai: list[int] | None = None) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring positions (with equal ``nilai``): first and last of each."""
    awal = 0
    for i in range(1, len(letak) + 1):
        putus = (
            i == len(letak)
            or letak[i] != letak[i - 1] + 1
            or (nilai is not None and nilai[i] != nilai[i - 1])
        )
        if putus:
            yield letak[awal], letak[i - 1]
            awal = i
