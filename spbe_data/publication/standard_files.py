"""The standard of a release in the formats of others, as files that stand beside the data.

Belongs here: which files, their names, and leaving out what is closed. What is in them is :mod:`spbe_data.standards.exchange`
and :mod:`spbe_data.standards.template`.
"""

from __future__ import annotations

import datetime as dt

from spbe_data.standards.catalog import Catalog
from spbe_data.standards.exchange.bps_isian import Lingkup
from spbe_data.standards.exchange.exports import Format, ekspor
from spbe_data.standards.models import Standar
from spbe_data.standards.template import tulis_templat

_NAMES: dict[Format, str] = {
    "table-schema": "standar.table-schema.json",
    "odcs": "standar.odcs.yaml",
    "csvw": "standar.csvw.json",
    "bps": "standar.bps.xlsx",
}
_TEMPLATE = "standar.templat.xlsx"


def berkas_standar(
    standard: Standar,
    catalog: Catalog,
    lingkup: Lingkup,
    kode_wilayah: str,
    hari: dt.date,
    terbit: Standar | None = None,
) -> dict[str, bytes]:
    """File name → content, the same for the same content.

    Columns that are closed to the public (MS-Var column 12) are in none of them; the template, which
    a producer could not fill in without them, is then left out.

    ``kode_wilayah`` is the Kemendagri code of the installation's area, ``lingkup`` its names;
    ``hari`` is the day of the release. ``terbit`` is the standard as the published table is, where
    that differs (figures withheld, with their status); the forms of BPS and the template, which are
    about the producer's table, keep to ``standard``.
    """
    shown = _open(standard, catalog)
    table = shown if terbit is None else _open(terbit, catalog)
    made = {
        name: ekspor(shown if form == "bps" else table, catalog, form, hari, lingkup=lingkup)
        for form, name in _NAMES.items()
    }
    if shown is standard:
        made[_TEMPLATE] = tulis_templat(standard, catalog, kode_wilayah, None)
    return made


def _open(standard: Standar, catalog: Catalog) -> Standar:
    """The standard without what any version of it closes, nor what is said by means of that."""
    closed = {
        c.nama
        for version in (standard, *catalog.seri[standard.id].versi)
        for c in version.kolom
        if not c.akses_umum
    }
    if closed.isdisjoint(standard.nama_kolom):
        return standard
    whole_key = closed.isdisjoint(standard.kunci)
    cover = standard.cakupan
    return standard.model_copy(
        update={
            "kolom": tuple(c for c in standard.kolom if c.nama not in closed),
            # Part of a key is no key.
            "kunci": standard.kunci if whole_key else (),
            "aturan": tuple(r for r in standard.aturan if closed.isdisjoint(r.kolom_terpakai)),
            "cakupan": cover if cover and closed.isdisjoint(cover.untuk_setiap) else None,
            "indikator": tuple(
                i
                for i in standard.indikator
                if i.pembangun is None or closed.isdisjoint(i.pembangun.variabel)
            ),
        }
    )
