"""Which areas the data cover: every one of the region, or a sentence with the share.

Belongs here: the guess of ``cakupan``. Does not belong here: what an area column is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import polars as pl

from spbe_data.identifiers.nama import normal as normal_nama
from spbe_data.identifiers.periode import Periode
from spbe_data.standards.drafting.context import Konteks, lipat
from spbe_data.standards.drafting.making import isi_kolom
from spbe_data.standards.drafting.model import Dugaan, KolomUsul


def cakupan(
    columns: Sequence[KolomUsul], table: pl.DataFrame, level: str, last: str | None,
    key: Sequence[str], konteks: Konteks,
) -> tuple[Dugaan | None, str | None]:  # fmt: skip
    """Coverage, when every area of the region stands in the data; else a sentence with the share."""
    if level not in ("kecamatan", "desa_kelurahan") or last is None:
        return None, None
    fields = {c.nama: isi_kolom(c, konteks) for c in columns}
    universe = konteks.catalog.wilayah.semesta(level, Periode.parse(last), induk=konteks.wilayah)  # type: ignore[arg-type]  # one of the two levels above
    if not universe:
        return None, None
    present: set[str] = set()
    for column in columns:
        area = fields[column.nama].get("wilayah")
        if not area or area["tingkat"] != level or column.nama not in table.columns:
            continue
        values = {
            re.sub(r"\.0$", "", v) for v in table[column.nama].drop_nulls().unique().to_list()
        }
        plain = {v.replace(".", "") for v in values}
        names = {normal_nama(v) for v in values}
        for place in universe:
            if area["bagian"] == "kode":
                code = place.kode(area["sistem"])
                if code and code.replace(".", "") in plain:
                    present.add(place.kode_kemendagri)
            elif normal_nama(place.nama) in names or normal_nama(place.nama_bps or "-") in names:
                present.add(place.kode_kemendagri)
    kinds = {p.jenis for p in universe if p.kode_kemendagri in present}
    wanted = [p for p in universe if p.jenis in kinds] if level == "desa_kelurahan" else universe
    share = f"{len(present)} dari {len(universe)} {level.replace('_', '/')} ada dalam data"
    if not present:
        return None, None
    if len(present) < len(wanted):
        return (
            None,
            f"{share}; cakupan penuh tidak diusulkan. Bila seharusnya lengkap, tambahkan cakupan.",
        )
    each = [
        n for n in key
        if fields.get(n, {}).get("peran") == "dimensi" and (list_ := fields[n].get("daftar"))
        and n in table.columns and _whole_list(table[n], list_, last, konteks)
    ]  # fmt: skip
    full = len(wanted)
    for name in each:
        full *= table[name].n_unique()
    # "For each value" binds to every entry of the list in every area: only where it is so now.
    if table.select(n for n in key if n in table.columns).n_unique() < full:
        each = []
    value: dict[str, Any] = {"tingkat": level}
    if len(wanted) < len(universe):
        value["jenis"] = sorted(kinds)
    if each:
        value["untuk_setiap"] = each
    return Dugaan(value, 0.9, share), None


def _whole_list(values: pl.Series, list_: str, period: str, konteks: Konteks) -> bool:
    """Whether every entry of a list that is valid in the period stands in the column."""
    when = Periode.parse(period)
    spelled = konteks.ejaan(list_)
    present = {spelled.get(lipat(v)) for v in values.drop_nulls().unique().to_list()}
    entries = konteks.catalog.daftar[list_].dalam(when.awal, when.akhir)
    return {e.nama for e in entries} <= present
