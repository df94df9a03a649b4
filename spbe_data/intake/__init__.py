"""Intake: the bytes an agency sends become one table of text, safely.

Knows nothing of standards' rules, of findings, of the ledger or of any door. It observes and
notes; what an observation means, and how it is worded, is the business of ``checks``.

This file stays empty of imports: the capped child processes import the package on every start.
"""
