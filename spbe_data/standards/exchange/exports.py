"""One standard as the bytes of one format, the same bytes each time.

Belongs here: the names of the formats and their files. What is in them is each format's module.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Literal

import yaml

from spbe_data.identifiers.periode import Periode
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.exchange import bps_forms, csvw, datapackage, odcs, table_schema
from spbe_data.standards.exchange.bps_isian import Lingkup
from spbe_data.standards.exchange.neutral import uraikan
from spbe_data.standards.models import Standar

Format = Literal["table-schema", "datapackage", "odcs", "csvw", "bps"]

AKHIRAN: dict[Format, str] = {
    "table-schema": "table-schema.json",
    "datapackage": "datapackage.json",
    "odcs": "odcs.yaml",
    "csvw": "csv-metadata.json",
    "bps": "bps.xlsx",
}
"""How the file of each format ends, after the standard's id and a dot."""

TANPA_LINGKUP = Lingkup()
"""An area that nobody has named."""


def ekspor(
    standard: Standar,
    catalog: Catalog,
    bentuk: Format,
    hari: dt.date,
    periode: Periode | None = None,
    lingkup: Lingkup = TANPA_LINGKUP,
) -> bytes:
    """The file of one format, texts in UTF-8; ``periode`` narrows code lists to what held then.

    ``lingkup`` is the installation's area, which the BPS forms name.
    """
    about = uraikan(standard, catalog, hari, periode)
    if bentuk == "bps":
        return bps_forms.tulis_formulir(standard, catalog, about, lingkup, periode)
    if bentuk == "odcs":
        document = odcs.kontrak(standard, catalog, about)
        return yaml.dump(
            document, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100
        ).encode()
    made: dict[str, Any]
    if bentuk == "table-schema":
        made = table_schema.skema(about)
    elif bentuk == "datapackage":
        made = datapackage.paket(standard, catalog, about)
    else:
        made = csvw.metadata(standard, about)
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


class _Plain(yaml.SafeDumper):
    """No references: many readers refuse them, ours too."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
