"""Dataset stage: what no single row can show, as SQL on DuckDB.

Belongs here: the families of dataset-level rules, each a declaration that becomes one SQL query
over prepared tables and returns the offending rows or groups. The doors run them here; the run of
record runs the same declarations through Great Expectations (:mod:`spbe_data.checks.gx`), and both
must agree. :mod:`rule` is the shape of a rule, :mod:`room` the tables and how a rule is run,
:mod:`findings` what becomes of offences; each other module is a group of families.
"""

from spbe_data.checks.dataset.findings import check_dataset
from spbe_data.checks.dataset.frame import typed_frame
from spbe_data.checks.dataset.room import RuangDataset
from spbe_data.checks.dataset.rule import AturanDataset, quote

__all__ = ["AturanDataset", "RuangDataset", "check_dataset", "quote", "typed_frame"]
