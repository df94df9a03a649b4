"""Every row of a table, looked at for identifiers of persons: columns of text in, masks out.

Belongs here: doing it fast. Whole-cell numbers are judged on columns; only texts that hold more
than one number, or need their words read, are looked at one by one, each distinct text once. Does
not belong here: what a column is (:mod:`spbe_data.checks.privacy_plan`).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import polars as pl

from spbe_data.checks.privacy_plan import BUJUR, LINTANG, Gabungan, KolomRencana, Rencana
from spbe_data.identifiers.judul_pribadi import Judul, nilai_di_bawah
from spbe_data.identifiers.nomor import PROVINSI, SELULER
from spbe_data.identifiers.pengenal import JenisPribadi, jenis_dalam

Mask = tuple[JenisPribadi, bool, str, pl.Series]
"""Kind, whether sure, name of the column, and a Boolean per row."""

# What any identifier must have: ten digits, an @, a mask, a float, letters beyond ASCII (which may
# be digits), or a word that names a number or a person.
_SUSPECT = (
    r"@|[0-9][0-9 .\-()_/]{8,}[0-9]|[^\x00-\x7f]|[0-9][.,][0-9]{5,}[eE]|[0-9]{6}[*xX#]"
    r"|(?i:tel|tlp|telpon|phone|hp|ponsel|\bwa\b|hub|kontak|cp|sms)[^0-9]{0,25}[0-9][0-9 .\-()/]{5}"
    r"|[A-Z] [1-9][0-9]{3} [A-Z]{2}"
    r"|(?i:plat|pol|tnkb|mobil|motor|kendaraan)[^0-9]{0,24}[0-9]"
    r"|(?i:a\.?n\b|nama|bapak|bpk|ibu|saudar|sdr|tn|ny|warga|penerima|almarhum).*"
    r"(?i:jl|jalan|gg|gang|rt|kp|kampung|dusun|lahir|ttl|lhr)"
)
# A plain amount, figure, day or time: nothing else can be read in it. A number with a leading zero
# may be a telephone's, one of fifteen digits and more may be a person's.
_FIGURE = (
    r"^-?(?:(?:0|[1-9][0-9]{0,13})(?:[.,][0-9]{0,14})?|[1-9][0-9]{0,2}(?:[., ][0-9]{3})+(?:[.,][0-9]{1,2})?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9:.]+Z?)?)$"
)
_MANY_ROWS = 50_000
_SHORTEST = 10
"""Bytes of the shortest text that can hold an identifier other than an e-mail address."""


def scan(plan: Rencana, table: pl.DataFrame) -> Iterator[Mask]:
    """What the plan finds in the rows of ``table`` (any chunk of the planned table)."""
    columns = [table[column.nama] for column in plan.kolom]
    if not table.height:
        return
    if table.height < _MANY_ROWS:
        worth = _worth_a_look(plan, table)
        found = [
            scan_column(values, column) if look else {}
            for values, column, look in zip(columns, plan.kolom, worth, strict=True)
        ]
    else:
        # Polars lets go of the interpreter's lock: two columns at a time.
        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(scan_column, columns, plan.kolom))
    for column, masks in zip(plan.kolom, found, strict=True):
        for (kind, sure), mask in masks.items():
            yield kind, sure, column.nama, mask
    for together in plan.gabungan:
        mask = _rows_of(together, table)
        if mask.any():
            yield together.jenis, together.pasti, together.kolom, mask


def _worth_a_look(plan: Rencana, table: pl.DataFrame) -> list[bool]:
    """Columns of a small table that must be looked at: one question for all of them."""
    tests: list[pl.Expr] = []
    for number, column in enumerate(plan.kolom):
        text = pl.col(column.nama)
        if table.schema[column.nama] != pl.String or column.judul.nomor is not None:
            test = pl.lit(True)
        else:
            length = text.str.len_bytes()
            short = (length >= 6) & text.str.contains("@", literal=True)
            suspect = text.str.contains(_SUSPECT) & ~text.str.contains(_FIGURE)
            test = (short | ((length >= _SHORTEST) & suspect)).any()
        tests.append(test.alias(str(number)))
    return [bool(answer) for answer in table.select(tests).row(0)]


def scan_column(
    values: pl.Series, column: KolomRencana
) -> dict[tuple[JenisPribadi, bool], pl.Series]:
    """Masks of the rows of one column that hold an identifier, per kind and sureness.

    String columns, or typed ones: numbers are read as they would be written.
    """
    texts = _as_written(values)
    longest = texts.str.len_bytes().max() if texts is not None else None
    contextual = column.judul.nomor is not None
    if texts is None or not isinstance(longest, int) or longest < (2 if contextual else 6):
        return {}
    if longest < _SHORTEST and not contextual and not texts.str.contains("@", literal=True).any():
        return {}
    if _repeats(texts):
        # Names and codes stand in many rows: each distinct text is looked at once.
        once = texts.unique()
        once = once.filter(_suspects(once, contextual=contextual, longest=longest))
        return {
            key: texts.is_in(once.filter(hit).implode()).fill_null(False)
            for key, hit in _judge(once, column).items()
        }
    mask = _suspects(texts, contextual=contextual, longest=longest)
    if not mask.any():
        return {}
    where = mask.arg_true()
    found: dict[tuple[JenisPribadi, bool], pl.Series] = {}
    for key, hit in _judge(texts.filter(mask), column).items():
        full = pl.zeros(len(texts), dtype=pl.UInt8, eager=True)
        found[key] = full.scatter(where.filter(hit), 1).cast(pl.Boolean)
    return found


def _as_written(values: pl.Series) -> pl.Series | None:
    """The column as text; ``None`` where its type can hold no identifier."""
    if values.dtype == pl.String:
        return values
    if not values.dtype.is_numeric():
        plain = values.dtype.is_temporal() or values.dtype == pl.Boolean
        return None if plain else values.cast(pl.String)
    largest = values.abs().max()
    if not isinstance(largest, int | float | Decimal) or largest < 10**6:
        return None
    if not values.dtype.is_float():
        return values.cast(pl.String)
    # Whole numbers without exponent or ".0", as the sender wrote them.
    whole = (values == values.round(0)) & (values.abs() < 1e18)
    return pl.select(
        pl.when(whole)
        .then(values.cast(pl.Int64, strict=False).cast(pl.String))
        .otherwise(values.cast(pl.String))
    ).to_series()


def _repeats(values: pl.Series) -> bool:
    if len(values) <= 20_000:
        return False
    probe = values.gather_every(len(values) // 2_000)
    return probe.n_unique() < len(probe) // 2


def _suspects(values: pl.Series, *, contextual: bool, longest: int) -> pl.Series:
    """Which texts must be looked at."""
    length = values.str.len_bytes()
    if contextual:
        return (length >= 2).fill_null(False)
    short = length.is_between(6, _SHORTEST - 1).fill_null(False)
    suspect = _where(short, values, lambda s: s.str.contains("@", literal=True))
    if longest < _SHORTEST:
        return suspect
    long = (length >= _SHORTEST).fill_null(False)
    tests = [_is_suspect, _is_no_figure]
    probe = values.gather_every(max(1, len(values) // 100)).drop_nulls()
    if len(probe) and probe.str.contains(_FIGURE).mean() > 0.5:  # type: ignore[operator]
        # A column of amounts: the second test alone leaves nearly nothing for the first.
        tests.reverse()
    for test in tests:
        long = _where(long, values, test)
    return suspect | long


def _is_suspect(texts: pl.Series) -> pl.Series:
    return texts.str.contains(_SUSPECT)


def _is_no_figure(texts: pl.Series) -> pl.Series:
    return ~texts.str.contains(_FIGURE)


def _where(mask: pl.Series, values: pl.Series, test: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """The rows of ``mask`` that pass a test, which only sees those rows."""
    if not mask.any():
        return mask
    if mask.all():
        return test(values)
    rows = mask.arg_true()
    passed = rows.filter(test(values.gather(rows)))
    full = pl.zeros(len(values), dtype=pl.UInt8, eager=True)
    return full.scatter(passed, 1).cast(pl.Boolean)


def _judge(texts: pl.Series, column: KolomRencana) -> dict[tuple[JenisPribadi, bool], pl.Series]:
    """Masks over ``texts``: whole-cell numbers on the column, every other text one by one."""
    found: dict[tuple[JenisPribadi, bool], pl.Series] = {}

    def add(kind: JenisPribadi, sure: bool, hit: pl.Series) -> None:
        key = (kind, sure and not (column.ragu and kind == column.judul.nomor))
        found[key] = found[key] | hit if key in found else hit

    rest = pl.repeat(True, len(texts), dtype=pl.Boolean, eager=True)
    for kind, sure, hit in _whole_cells(texts, column.judul):
        add(kind, sure, hit)
        rest = rest & ~hit
    if not rest.any():
        return found
    singles: dict[tuple[JenisPribadi, bool], list[str]] = {}
    for text in texts.filter(rest).unique():
        for key in kinds_of_cell(text, column.judul).items():
            singles.setdefault(key, []).append(text)
    for (kind, sure), hits in singles.items():
        add(kind, sure, texts.is_in(hits))
    return found


def suspects(texts: Iterable[str]) -> list[str]:
    """Distinct texts out of many that must be looked at; no other can hold an identifier."""
    series = pl.Series(list(set(texts)), dtype=pl.String)
    longest = series.str.len_bytes().max()
    if not isinstance(longest, int):
        return []
    return series.filter(_suspects(series, contextual=False, longest=longest)).to_list()


def kinds_of_cell(text: str, title: Judul) -> dict[JenisPribadi, bool]:
    """Kinds in one cell below a heading, and whether each is sure."""
    kinds = jenis_dalam(text)
    if title.nomor is None:
        if title.ukuran and kinds.get("NIK") and ("e" in text or "E" in text):
            # 3.21606E+15 below "anggaran" may be money.
            kinds["NIK"] = False
        return kinds
    announced = nilai_di_bawah(title, text)
    if announced is not None:
        if title.nomor in ("KK", "NPWP"):
            kinds.pop("NIK", None)
        kinds[title.nomor] = announced or kinds.get(title.nomor, False)
    elif title.nomor == "PLAT":
        kinds.pop("PLAT", None)
    elif title.nomor == "KK" and "NIK" in kinds:
        kinds["KK"] = kinds.pop("NIK")
    if title.kantor and title.nomor == "TELEPON" and kinds.get("TELEPON"):
        # A mobile number that the heading calls an office's.
        kinds["TELEPON"] = False
    return kinds


# -- whole cells, judged on columns --

_DAY_MONTH = pl.Series(
    [
        f"{day:02d}{month:02d}"
        for month in range(1, 13)
        for day in range(1, calendar.monthrange(2000, month)[1] + 1)
    ]
)
_DAY_MONTH_FEMALE = pl.Series([f"{int(dm[:2]) + 40}{dm[2:]}" for dm in _DAY_MONTH])
_PROVINCES = pl.Series(sorted(PROVINSI))
_LEAP = pl.Series([f"{year:02d}" for year in range(0, 100, 4)])


def _nik(text: pl.Expr, days: pl.Series) -> pl.Expr:
    """:func:`spbe_data.identifiers.nomor.nik_sah` on a column of digits."""
    leap_day = text.str.slice(6, 4).is_in(["2902", "6902"])
    return (
        (text.str.len_bytes() == 16)
        & text.str.slice(0, 2).is_in(_PROVINCES.implode())
        & ~text.str.slice(2, 2).is_in(["00", "70"])
        & (text.str.slice(4, 2) != "00")
        & text.str.slice(6, 4).is_in(days.implode())
        & (~leap_day | text.str.slice(10, 2).is_in(_LEAP.implode()))
        & (text.str.slice(12, 4) != "0000")
    )


_DAYS = pl.concat([_DAY_MONTH, _DAY_MONTH_FEMALE])
_MOBILE = rf"^(?:0|\+62){SELULER}[0-9]{{6,9}}$"
_MOBILE_BARE = rf"^(?:62|0|620)?{SELULER}[0-9]{{6,9}}$"
_RUN_OF_16 = r"(?:^|[^0-9.,])([0-9]{16})(?:[^0-9.,*xX#]|$)"
_RUN_OF_MOBILE = rf"(?:^|[^0-9+.,)(])(0{SELULER}[0-9]{{6,9}})(?:[^0-9]|$)"
_OTHER_NAMES = r"(?i:kk|keluarga|npwp)"


def _whole_cells(texts: pl.Series, title: Judul) -> Iterator[tuple[JenisPribadi, bool, pl.Series]]:
    """Texts with one number and nothing else of note, by kind: disjoint masks over ``texts``.

    Only the commonest shapes; every other text is left to :func:`kinds_of_cell`, with which this
    must agree.
    """
    rules = _rules(title)
    masks = (
        texts.alias("t")
        .to_frame()
        .select(
            expression.fill_null(False).alias(str(number))
            for number, (_kind, _sure, expression) in enumerate(rules)
        )
    )
    for (kind, sure, _expression), mask in zip(rules, masks.iter_columns(), strict=True):
        if mask.any():
            yield kind, sure, mask


def _rules(title: Judul) -> list[tuple[JenisPribadi, bool, pl.Expr]]:
    text = pl.col("t")
    length = text.str.len_bytes()
    # All zeros is nobody's number; 08 may be a mobile number below any heading.
    digits = text.str.contains(r"^[0-9]+$") & ~text.str.contains(r"^0+$|^08")
    match title.nomor:
        case "NIK" | "KK":
            return [(title.nomor, True, digits & (length == 16))]
        case "NIP":
            return [("NIP", True, digits & (length == 18))]
        case "NISN":
            return [("NISN", True, digits & (length == 10))]
        case "BPJS":
            return [("BPJS", True, digits & (length == 13))]
        case "REKENING":
            return [("REKENING", True, digits & length.is_in([10, 11, 12, 13, 14, 17]))]
        case "TELEPON" if not title.kantor:
            return [("TELEPON", True, text.str.contains(_MOBILE_BARE))]
        case None:
            return [
                ("NIK", True, _in_text(_RUN_OF_16) & _nik(text.str.extract(_RUN_OF_16), _DAYS)),
                ("TELEPON", True, text.str.contains(_MOBILE) | _in_text(_RUN_OF_MOBILE)),
            ]
    return []


def _in_text(run: str) -> pl.Expr:
    """Texts that hold one such run, and beside it nothing that could be an identifier or could give
    the run another name."""
    text = pl.col("t")
    beside = text.str.replace(run, "|")
    return (
        text.str.contains(run) & ~beside.str.contains(_SUSPECT) & ~text.str.contains(_OTHER_NAMES)
    )


# -- several columns --


def _rows_of(together: Gabungan, table: pl.DataFrame) -> pl.Series:
    filled = pl.all_horizontal(pl.col(name).is_not_null() for name in together.perlu)
    if not together.koordinat:
        return table.select(filled.alias("m")).to_series()
    if len(together.perlu) == 1:
        exact = pl.col(together.perlu[0]).str.contains(
            r"-?[0-9]{1,2}[.,][0-9]{4,}[°]?\s*[,; ]\s*[0-9]{2,3}[.,][0-9]{4,}"
        )
    else:
        lat, lon = (pl.col(name).str.replace(",", ".", literal=True) for name in together.perlu)
        exact = (
            lat.str.contains(r"\.[0-9]{4}")
            & lon.str.contains(r"\.[0-9]{4}")
            & lat.cast(pl.Float64, strict=False).is_between(*LINTANG)
            & lon.cast(pl.Float64, strict=False).is_between(*BUJUR)
        )
    return table.select((filled & exact).fill_null(False).alias("m")).to_series()
