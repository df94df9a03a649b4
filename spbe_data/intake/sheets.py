"""Workbooks, HTML, JSON and Parquet → grid, through the capped child.

Belongs here: what the child's answer means. Does not belong here: running it, parsing.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
import polars as pl

from spbe_data.intake.child import jalankan_anak, pisah_bingkai
from spbe_data.intake.encoding import Teks
from spbe_data.intake.grid import Kisi
from spbe_data.intake.header import Harapan, huruf
from spbe_data.intake.mark_notes import catatan_markah
from spbe_data.intake.model import Batas, CatatanBaca, JenisCatatan

_ANAK = "spbe_data.intake.sheet_child"
_ANAK_PARQUET = "spbe_data.intake.parquet_child"


def baca_lembar(
    data: bytes, jenis: str, harapan: Harapan, batas: Batas, lembar: str | None = None
) -> Kisi:
    """The sheet that answers ``harapan`` best; ``jenis`` is "xlsx", "xlsm", "xls" or "ods".

    ``lembar``: the sheet to read instead. Raises BerkasDitolak: ARAHAN_TIDAK_COCOK when there is
    none of that name, and what the child refuses.
    """
    pesan = {
        "mode": "lembar",
        "jenis": jenis,
        "kolom": list(harapan.kolom),
        "sinonim": dict(harapan.sinonim),
        "lembar": lembar,
    }
    jawaban, sisa = jalankan_anak(_ANAK, pesan, data, batas)
    tabel, bertipe = _bingkai(sisa, jawaban["lebar"], bertipe=True)
    markah = jawaban["markah"]
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
            "ukuran_lembar_lain": jawaban["lain"],
            "rumus": markah["rumus"],
            "rumus_tanpa_nilai": markah["jumlah_tanpa_nilai"],
        },
        catatan=(*_catatan_buku(jenis, jawaban), *catatan_markah(markah)),
    )


def _catatan_buku(jenis: str, jawaban: dict[str, Any]) -> Iterator[CatatanBaca]:
    for nama in jawaban["lembar_tersembunyi"]:
        yield CatatanBaca(JenisCatatan.LEMBAR_TERSEMBUNYI, params={"lembar": nama})
    for satu in jawaban["lain"]:
        if satu["serupa"]:
            yield CatatanBaca(
                JenisCatatan.LEMBAR_SERUPA,
                params={
                    "lembar": satu["lembar"],
                    "jumlah_baris": satu["baris"],
                    "jumlah_kolom": satu["kolom"],
                    "tersembunyi": satu["tersembunyi"],
                },
            )
    if jenis == "xlsm":
        yield CatatanBaca(JenisCatatan.BERKAS_BERMAKRO)
    for i, j, k, m in jawaban["gabung"]:
        yield CatatanBaca(
            JenisCatatan.SEL_GABUNG,
            i + 1,
            huruf(j),
            {"sampai_baris": k + 1, "sampai_letak": huruf(m)},
        )


def baca_teks_terbatas(
    teks: Teks, mode: Literal["html", "json"], batas: Batas, lembar: str | None = None
) -> Kisi:
    """The largest table of an HTML page (or that of number ``lembar``), or the records of JSON."""
    pesan: dict[str, Any] = {"mode": mode, "kolom": [], "sinonim": {}, "lembar": lembar}
    jawaban, sisa = jalankan_anak(_ANAK, pesan, teks.utf8, batas)
    tabel, bertipe = _bingkai(sisa, jawaban["lebar"], bertipe=mode == "json")
    info: dict[str, Any] = {
        "format": jawaban.get("bentuk", mode),
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
    if jawaban["geometri"]:
        info["geometri"] = jawaban["geometri"]
    # Row 0 is the names of the members: records count from 1.
    return Kisi(
        tabel, _nomor(tabel.height, 0), bertipe, judul_pasti=True, info=info, catatan=catatan
    )


def baca_parquet(data: bytes, batas: Batas) -> Kisi:
    """A Parquet file, all columns as text."""
    jawaban, sisa = jalankan_anak(_ANAK_PARQUET, {}, data, batas, berutas=True)
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
