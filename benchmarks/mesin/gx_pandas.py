"""Great Expectations on pandas: the contract as one suite, complete results.

Belongs here: the suite, and the casts it needs before it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from benchmarks import kontrak
from benchmarks.mesin import Ditemukan, Kerja, Langkah

_NUMBERS = ("year", "month", "value", "numerator", "denominator")

_KIND = {
    ("expect_column_values_to_not_be_null", "region_code"): "region_null",
    ("expect_column_values_to_be_in_set", "region_code"): "region_fk",
    ("expect_column_values_to_be_between", "year_n"): "year_range",
    ("expect_column_values_to_be_between", "month_n"): "month_range",
    ("expect_column_values_to_match_regex", "indicator_code"): "indicator_regex",
    ("expect_column_values_to_be_in_set", "sex"): "sex_enum",
    ("expect_column_values_to_be_in_set", "value_ok"): "value_type",
    ("expect_column_values_to_be_between", "value_n"): "value_min",
    ("expect_column_values_to_be_in_set", "age_group"): "age_enum",
    ("expect_column_values_to_be_in_set", "status"): "status_enum",
    ("expect_column_values_to_not_be_null", "source"): "source_null",
    ("expect_column_values_to_not_be_null", "record_id"): "record_null",
    ("expect_column_values_to_be_in_set", "denominator_ok"): "den_type",
    ("expect_column_pair_values_a_to_be_greater_than_b", None): "num_le_den",
    ("expect_compound_columns_to_be_unique", None): "key_unique",
}


def _suite(gx: Any, codes: list[str]) -> Any:
    e = gx.expectations
    low, high = kontrak.TAHUN
    return gx.ExpectationSuite(
        name="tolok ukur",
        expectations=[
            *(
                e.ExpectColumnValuesToNotBeNull(column=c)
                for c in ("record_id", "region_code", "source")
            ),
            e.ExpectColumnValuesToBeInSet(column="region_code", value_set=codes),
            e.ExpectColumnValuesToBeBetween(column="year_n", min_value=low, max_value=high),
            e.ExpectColumnValuesToBeBetween(column="month_n", min_value=1, max_value=12),
            e.ExpectColumnValuesToMatchRegex(column="indicator_code", regex=kontrak.POLA_INDIKATOR),
            e.ExpectColumnValuesToBeInSet(column="sex", value_set=list(kontrak.JENIS_KELAMIN)),
            e.ExpectColumnValuesToBeInSet(column="age_group", value_set=list(kontrak.UMUR)),
            e.ExpectColumnValuesToBeInSet(column="status", value_set=list(kontrak.STATUS)),
            e.ExpectColumnValuesToBeInSet(column="value_ok", value_set=[1]),
            e.ExpectColumnValuesToBeInSet(column="denominator_ok", value_set=[1]),
            e.ExpectColumnValuesToBeBetween(column="value_n", min_value=0),
            e.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="denominator_n",
                column_B="numerator_n",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            ),
            e.ExpectCompoundColumnsToBeUnique(
                column_list=list(kontrak.KUNCI), ignore_row_if="any_value_is_missing"
            ),
        ],
    )


def buka(kerja: Kerja) -> Langkah:
    """``berkas``: the CSV; ``wilayah``: the list as CSV."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    batches = (
        context.data_sources.add_pandas("p")
        .add_dataframe_asset("a")
        .add_batch_definition_whole_dataframe("b")
    )

    def step() -> Callable[[], Ditemukan]:
        frame = pd.read_csv(kerja["berkas"], dtype="str", keep_default_na=False, na_values=[""])
        codes = pd.read_csv(kerja["wilayah"], dtype="str")["region_code"].tolist()
        for column in _NUMBERS:
            frame[f"{column}_n"] = pd.to_numeric(frame[column], errors="coerce")
        for column in ("year_n", "month_n"):
            frame[column] = frame[column].fillna(-1)
        for column in ("value", "denominator"):
            good = frame[f"{column}_n"].notna() | frame[column].isna()
            frame[f"{column}_ok"] = good.astype("int8")
        frame["rid"] = range(len(frame))
        result = batches.get_batch({"dataframe": frame}).validate(
            _suite(gx, codes),
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": ["rid"],
            },
        )
        return lambda: _found(result)

    return step


def _found(result: Any) -> Ditemukan:
    found: dict[str, list[int]] = {}
    for one in result.results:
        if "'raised_exception': True" in str(one.exception_info or ""):
            raise RuntimeError(f"{one.expectation_config.type}: {one.exception_info}")
        rows = (one.result or {}).get("unexpected_index_list") or []
        column = one.expectation_config.kwargs.get("column")
        kind = _KIND.get((one.expectation_config.type, column), str(one.expectation_config.type))
        if rows:
            found.setdefault(kind, []).extend(int(r["rid"]) for r in rows)
    return found
