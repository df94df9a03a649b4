"""Grid → the table read: header found, columns named, blank rows out, cells trimmed, notes taken.

Belongs here: what is the same for every format. Does not belong here: any format; any judgement
on whether what was found is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from spbe_data.intake.grid import Kisi
from spbe_data.intake.header import DIPERIKSA, Judul, Pencocok, beri_nama, cari_judul, huruf
from spbe_data.intake.model import (
    Batas,
    BerkasDitolak,
    CatatanBaca,
    JenisCatatan,
    KodeTolak,
    KolomTerbaca,
    Terbaca,
)

_JUDUL_DI_BAWAH = 10  # rows a stacked header may reach beyond the rows that are looked at
_POTONGAN = 200


def susun(kisi: Kisi, pencocok: Pencocok, batas: Batas) -> Terbaca:
    """Raises BerkasDitolak: TANPA_JUDUL, TERLALU_BESAR (a cell of too many characters)."""
    judul = _judul(kisi, pencocok)
    mulai = judul.baris + judul.tinggi
    tulisan = list(judul.tulisan) + [""] * (kisi.tabel.width - len(judul.tulisan))
    badan = kisi.tabel[mulai:]
    rapi, dirapikan = _rapikan(badan, batas)
    terisi = rapi.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    ada = [not rapi[nama].is_null().all() for nama in rapi.columns]
    pilih = [j for j, teks in enumerate(tulisan) if teks or ada[j]]
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
        *_catatan_kolom(kolom, [n.dasar for n in nama], kisi, judul),
        *_catatan_kosong(terisi, baris),
        *_catatan_tidak_rata(kisi, mulai, terisi, _lebar(tulisan, pilih)),
        *_catatan_kisi(kisi, int(kisi.baris[mulai - 1])),
    ]
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
        "baris_dilewati": judul.baris,
        "baris_kosong": kosong,
        "jumlah_baris": tabel.height,
        "jumlah_kolom": tabel.width,
        "sel_dirapikan": dirapikan,
    }
    return Terbaca(kolom, tabel, bertipe, baris.alias("baris"), kisi.lembar, info, tuple(catatan))


def _judul(kisi: Kisi, pencocok: Pencocok) -> Judul:
    awal = kisi.tabel.head(DIPERIKSA + _JUDUL_DI_BAWAH).rows()
    if kisi.judul_pasti:
        tulisan = tuple((sel or "").strip() for sel in awal[0])
        return Judul(0, 1, tulisan, pencocok.hitung(tulisan), False)
    judul = cari_judul(awal, pencocok)
    if judul is None:
        diperiksa = min(DIPERIKSA, kisi.tabel.height)
        raise BerkasDitolak(KodeTolak.TANPA_JUDUL, {"lembar": kisi.lembar, "diperiksa": diperiksa})
    return judul


def _rapikan(badan: pl.DataFrame, batas: Batas) -> tuple[pl.DataFrame, int]:
    """Outer white space off, empty → null; and how many cells that changed."""
    rapi = badan.select(pl.all().str.strip_chars())
    ukuran = pl.concat(
        [
            badan.select(pl.all().str.len_bytes().max()),
            badan.select(pl.all().str.len_bytes().sum()),
            rapi.select(pl.all().str.len_bytes().sum()),
        ],
        how="vertical_relaxed",
    )
    terpanjang = max((n for n in ukuran.row(0) if n is not None), default=0)
    if terpanjang > batas.karakter_sel:
        raise BerkasDitolak(
            KodeTolak.TERLALU_BESAR,
            {"ukuran": "karakter_sel", "jumlah": terpanjang, "batas": batas.karakter_sel},
        )
    # Most columns have nothing to trim; only the others are compared cell by cell.
    berubah = [
        nama
        for nama, a, b in zip(badan.columns, ukuran.row(1), ukuran.row(2), strict=True)
        if a != b
    ]
    dirapikan = sum(int((badan[nama] != rapi[nama]).sum()) for nama in berubah)
    kosong = [nama for nama in rapi.columns if (rapi[nama] == "").any()]
    return rapi.with_columns(
        pl.when(pl.col(nama) != "").then(pl.col(nama)).alias(nama) for nama in kosong
    ), dirapikan


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
    for awal, akhir in _deret(calon, [int(ukuran[i]) for i in calon]):
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
