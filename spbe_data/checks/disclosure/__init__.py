"""Disclosure control: which cells of a table about to be published must be hidden, and proof that
hiding them is enough.

Belongs here: the attacker's linear system (:mod:`system`), the search for cells to hide
(:mod:`search`), and reading published tables into that system (:mod:`tables`). Policy and
declarations are in :mod:`spbe_data.standards.disclosure`; what is shown instead of a hidden value is
decided where the release is written.
"""
