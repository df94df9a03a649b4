"""The checking engine: stages, findings, messages, scorecards.

Judges a file against a standard and says everything that is wrong, in one go. Knows nothing of
accounts, of HTTP or of Dagster; repairs nothing.
"""
