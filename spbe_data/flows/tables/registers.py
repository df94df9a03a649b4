"""Schema ``kepatuhan``: registers, the articles behind them, and their state for each agency."""

from __future__ import annotations

import polars as pl

from spbe_data.flows.house import Rumah
from spbe_data.flows.registers import register_dikenal, status_register
from spbe_data.flows.tables.record import DATE, TEXT, Rekaman, tabel
from spbe_data.warehouse.publish import Muatan


def register_tables(house: Rumah, record: Rekaman) -> list[Muatan]:
    """``register`` (state), ``daftar_register`` (duties) and ``pasal_register`` (articles)."""
    known = register_dikenal(house)
    names = house.catalog.perangkat_daerah
    states = [
        {
            "register": row.register,
            "perangkat_daerah": row.perangkat_daerah,
            "perangkat_daerah_nama": names[row.perangkat_daerah].nama,
            "periode": row.periode,
            "status": row.status,
            "jatuh_tempo": row.jatuh_tempo,
            "sejak": row.sejak,
            "bukti": row.bukti,
        }
        for row in status_register(house, record.today, kewajiban=record.obligations)
    ]
    duties = [
        {
            "register": s.id,
            "judul": s.judul.id,
            "judul_en": s.judul.en,
            "koordinator": s.produsen_data,
            "koordinator_nama": house.catalog.nama_instansi(s.produsen_data),
            "kewajiban": s.register_spbe.kewajiban.id,
            "kewajiban_en": s.register_spbe.kewajiban.en,
            "pelaku": s.register_spbe.pelaku.id,
            "pelaku_en": s.register_spbe.pelaku.en,
            "akses": s.akses,
        }
        for s in known
        if s.register_spbe is not None
    ]
    articles = [
        {
            "register": s.id,
            "peraturan": p.peraturan,
            "pasal": p.pasal,
            "ayat": p.ayat,
            "huruf": p.huruf,
            "teks": str(p),
        }
        for s in known
        if s.register_spbe is not None
        for p in s.register_spbe.pasal
    ]
    text = ("register", "perangkat_daerah", "perangkat_daerah_nama", "periode", "status")
    types: dict[str, pl.DataType] = {
        **dict.fromkeys(text, TEXT),
        "jatuh_tempo": DATE,
        "sejak": DATE,
        "bukti": TEXT,
    }
    about = (
        "register", "judul", "judul_en", "koordinator", "koordinator_nama", "kewajiban",
        "kewajiban_en", "pelaku", "pelaku_en", "akses",
    )  # fmt: skip
    return [
        tabel(
            "kepatuhan",
            "register",
            states,
            types,
            "Keadaan register SPBE per perangkat daerah pada periode terakhir yang ditagih; isi "
            "registernya tidak dimuat.",
        ),
        tabel(
            "kepatuhan",
            "daftar_register",
            duties,
            dict.fromkeys(about, TEXT),
            "Register yang diminta aturan, kewajibannya, dan pengoordinasinya.",
        ),
        tabel(
            "kepatuhan",
            "pasal_register",
            articles,
            dict.fromkeys(("register", "peraturan", "pasal", "ayat", "huruf", "teks"), TEXT),
            "Pasal yang meminta tiap register.",
        ),
    ]
