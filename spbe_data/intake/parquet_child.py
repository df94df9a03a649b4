"""Child process for Parquet: ``python -m spbe_data.intake.parquet_child``.

Belongs here: Parquet → text columns with a mask of what was number or date. Apart from
``sheet_child`` because it needs polars, which takes half a second to import. The answer after the
head is an Arrow IPC stream: text columns "0", "1", …; the head names them and says which are typed.
"""

from __future__ import annotations

import io
from typing import Any

import polars as pl

from spbe_data.intake.child_side import jalankan, kepala
from spbe_data.intake.model import Batas, BerkasDitolak, KodeTolak
from spbe_data.intake.records import angka_baku


def kerja(_pesan: dict[str, Any], data: bytes, batas: Batas) -> list[bytes]:
    try:
        # The footer says how many rows and columns there are; refuse before unpacking them.
        skema = pl.read_parquet_schema(io.BytesIO(data))
        tinggi = int(pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item())
        _cukup(tinggi, len(skema), batas)
        tabel = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError, ValueError) as galat:
        raise BerkasDitolak(
            KodeTolak.ARSIP_RUSAK, {"alasan": "parquet", "jenis": type(galat).__name__}
        ) from None
    except BaseException as galat:
        if type(galat).__name__ != "PanicException":  # a crafted footer makes the reader panic
            raise
        raise BerkasDitolak(KodeTolak.ARSIP_RUSAK, {"alasan": "parquet"}) from None
    bersarang = [n for n, jenis in tabel.schema.items() if jenis.is_nested()]
    if bersarang:
        raise BerkasDitolak(
            KodeTolak.BUKAN_TABEL, {"alasan": "kolom_bersarang", "kolom": bersarang[:20]}
        )
    teks = pl.DataFrame([_teks(kolom).alias(str(i)) for i, kolom in enumerate(tabel)])
    aliran = io.BytesIO()
    teks.write_ipc_stream(aliran)
    terketik = [j.is_numeric() or j.is_temporal() for j in tabel.dtypes]
    return [kepala({"kolom": tabel.columns, "terketik": terketik}), aliran.getvalue()]


def _cukup(tinggi: int, lebar: int, batas: Batas) -> None:
    if lebar > batas.jumlah_kolom:
        raise BerkasDitolak(KodeTolak.TERLALU_LEBAR, {"jumlah": lebar, "batas": batas.jumlah_kolom})
    for ukuran, jumlah, paling in (
        ("baris", tinggi, batas.jumlah_baris),
        ("sel", tinggi * lebar, batas.jumlah_sel),
    ):
        if jumlah > paling:
            raise BerkasDitolak(
                KodeTolak.TERLALU_BESAR, {"ukuran": ukuran, "jumlah": jumlah, "batas": paling}
            )


def _teks(kolom: pl.Series) -> pl.Series:
    jenis = kolom.dtype
    if jenis == pl.Boolean:
        return kolom.cast(pl.String).str.to_uppercase()
    if jenis.is_float() or jenis.is_decimal():
        return kolom.cast(pl.String).map_elements(angka_baku, return_dtype=pl.String)
    if jenis == pl.Binary:
        return kolom.cast(pl.String, strict=False)
    if isinstance(jenis, pl.Datetime):
        polos = kolom.dt.replace_time_zone(None) if jenis.time_zone else kolom
        hari = polos.dt.date().cast(pl.String)
        jam = polos.dt.strftime("%Y-%m-%dT%H:%M:%S")
        tengah_malam = polos == polos.dt.truncate("1d")
        return pl.select(pl.when(tengah_malam).then(hari).otherwise(jam)).to_series()
    return kolom.cast(pl.String)


if __name__ == "__main__":
    jalankan(kerja)
