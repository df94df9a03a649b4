"""Workbooks, HTML, JSON and Parquet → grid, through the capped child.

Belongs here: what the child's answer means. Does not belong here: running it, parsing.
"""

from __future__ import annotations

import io
from typing import Any, Literal

import numpy as np
import polars as pl

from spbe_data.intake.child import jalankan_anak, pisah_bingkai
from spbe_data.intake.encoding import Teks
from spbe_data.intake.grid import Kisi
from spbe_data.intake.header import Harapan, huruf
from spbe_data.intake.model import Batas, CatatanBaca, JenisCatatan

_ANAK = "spbe_data.intake.sheet_child"
_ANAK_PARQUET = "spbe_data.intake.parquet_child"


def baca_lembar(data: bytes, jenis: str, harapan: Harapan, batas: Batas) -> Kisi:
    """The sheet that answers ``harapan`` best; ``jenis`` is "xlsx", "xlsm", "xls" or "ods"."""
    pesan = {
        "mode": "lembar",
        "jenis": jenis,
        "kolom": list(harapan.kolom),
        "sinonim": dict(harapan.sinonim),
    }
    jawaban, sisa = jalankan_anak(_ANAK, pesan, data, batas)
    tabel, bertipe = _bingkai(sisa, jawaban["lebar"], bertipe=True)
    catatan = [
        CatatanBaca(JenisCatatan.LEMBAR_TERSEMBUNYI, params={"lembar": nama})
        for nama in jawaban["lembar_tersembunyi"]
    ]
    if jenis == "xlsm":
        catatan.append(CatatanBaca(JenisCatatan.BERKAS_BERMAKRO))
    catatan += [
        CatatanBaca(JenisCatatan.SEL_GALAT, i + 1, huruf(j), {"galat": teks})
        for i, j, teks in jawaban["sel_galat"]
    ]
    if jawaban["galat_tanpa_tempat"]:
        catatan.append(
            CatatanBaca(JenisCatatan.SEL_GALAT, params={"jumlah": jawaban["galat_tanpa_tempat"]})
        )
    catatan += [
        CatatanBaca(
            JenisCatatan.SEL_GABUNG,
            i + 1,
            huruf(j),
            {"sampai_baris": k + 1, "sampai_letak": huruf(m)},
        )
        for i, j, k, m in jawaban["gabung"]
    ]
    return Kisi(
        tabel,
        _nomor(tabel.height, 1),
        bertipe,
        lembar=jawaban["lembar"],
        info={
            "format": jenis,
            "lembar": jawaban["lembar"],
            "lembar_lain": jawaban["lembar_lain"],
            "lembar_tersembunyi": jawaban["lembar_tersembunyi"],
        },
        catatan=tuple(catatan),
    )


def baca_teks_terbatas(teks: Teks, mode: Literal["html", "json"], batas: Batas) -> Kisi:
    """The largest table of an HTML page, or the records of a JSON document."""
    jawaban, sisa = jalankan_anak(
        _ANAK, {"mode": mode, "kolom": [], "sinonim": {}}, teks.utf8, batas
    )
    tabel, bertipe = _bingkai(sisa, jawaban["lebar"], bertipe=mode == "json")
    info: dict[str, Any] = {
        "format": mode,
        "encoding": teks.penyandian,
        "encoding_diasumsikan": teks.diasumsikan,
    }
    if mode == "html":
        info |= {"tabel_ke": jawaban["tabel_ke"], "jumlah_tabel": jawaban["jumlah_tabel"]}
        return Kisi(tabel, _nomor(tabel.height, 1), info=info)
    catatan = tuple(
        CatatanBaca(JenisCatatan.SEL_BERSARANG, params={"kolom": nama, "jumlah": jumlah})
        for nama, jumlah in jawaban["bersarang"].items()
    )
    info["jalur"] = jawaban["jalur"]
    # Row 0 is the names of the members: records count from 1.
    return Kisi(
        tabel, _nomor(tabel.height, 0), bertipe, judul_pasti=True, info=info, catatan=catatan
    )


def baca_parquet(data: bytes, batas: Batas) -> Kisi:
    """A Parquet file, all columns as text."""
    jawaban, sisa = jalankan_anak(_ANAK_PARQUET, {}, data, batas)
    isi = pl.read_ipc_stream(io.BytesIO(sisa))
    kepala = pl.DataFrame(
        [pl.Series(str(i), [nama], pl.String) for i, nama in enumerate(jawaban["kolom"])]
    )
    tabel = pl.concat([kepala, isi])
    bertipe = isi.select(
        pl.col(nama).is_not_null() & terketik
        for nama, terketik in zip(isi.columns, jawaban["terketik"], strict=True)
    )
    salah = kepala.select(pl.lit(False).alias(nama) for nama in isi.columns)
    return Kisi(
        tabel,
        _nomor(tabel.height, 0),
        pl.concat([salah, bertipe]),
        judul_pasti=True,
        info={"format": "parquet"},
    )


def _nomor(tinggi: int, mulai: int) -> pl.Series:
    return (pl.int_range(0, tinggi, eager=True) + mulai).alias("baris")


def _bingkai(
    sisa: memoryview, lebar: int, *, bertipe: bool
) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    isi, topeng = pisah_bingkai(sisa)
    nama = [str(i) for i in range(lebar)]
    tabel = pl.read_csv(
        bytes(isi), has_header=False, infer_schema=False, separator=",", new_columns=nama
    )
    if not bertipe:
        return tabel, None
    mask = np.frombuffer(topeng, dtype=np.bool_).reshape(tabel.height, lebar)
    return tabel, pl.DataFrame([pl.Series(n, mask[:, i]) for i, n in enumerate(nama)])
