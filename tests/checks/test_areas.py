"""The code of the other system is filled in as of the row's period, and nothing is replaced."""

from __future__ import annotations

import polars as pl
import pytest

from spbe_data.checks.areas import fill_codes
from spbe_data.identifiers.periode import Periode
from spbe_data.standards.catalog import Catalog

DESA = "jumlah-penduduk-menurut-desa-kelurahan-dan-jenis-kelamin"
KEMENDAGRI, BPS = "kemendagri_kode_desa_kelurahan", "bps_kode_desa_kelurahan"


@pytest.mark.parametrize("kept", ["kemendagri", "bps", "turns", "both", "none"])
@pytest.mark.parametrize("periods", [("2024-S1",), ("2022-S1", "2024-S1")], ids=["one", "two"])
def test_row_by_row_and_at_once_are_the_same(
    catalog: Catalog, kept: str, periods: tuple[str, ...]
) -> None:
    areas = catalog.wilayah.semesta("desa_kelurahan", Periode.parse("2024-S1"), induk="32.16")[:30]
    rows = []
    for number, area in enumerate(areas):
        own = kept in ("kemendagri", "both") or (kept == "turns" and number % 2 == 0)
        other = kept in ("bps", "both") or (kept == "turns" and number % 2 == 1)
        rows.append(
            (
                periods[number % len(periods)],
                area.kode_kemendagri if own else None,
                area.kode_bps if other else None,
            )
        )
    schema = {"periode": pl.String, KEMENDAGRI: pl.String, BPS: pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.lit(None, dtype=pl.String).alias("kemendagri_kode_kecamatan"),
        pl.lit(None, dtype=pl.String).alias("bps_kode_kecamatan"),
    )
    filled = fill_codes(frame, catalog.standar[DESA], catalog.wilayah)
    expected = []
    for text, own_code, other_code in rows:
        period = Periode.parse(text)
        register = catalog.wilayah
        expected.append(
            (
                text,
                own_code
                or (register.kemendagri_dari_bps(other_code, period) if other_code else None),
                other_code
                or (register.bps_dari_kemendagri(own_code, period) if own_code else None),
            )
        )
    assert filled.select("periode", KEMENDAGRI, BPS).rows() == expected


def test_a_table_without_rows_stays_as_it_is(catalog: Catalog) -> None:
    standard = catalog.standar[DESA]
    codes = [c.nama for c in standard.kolom_wilayah("kode")]
    frame = pl.DataFrame(schema=dict.fromkeys(["periode", *codes], pl.String()))
    assert fill_codes(frame, standard, catalog.wilayah).equals(frame)
