"""The ledger: submissions, verdicts, decisions, versions, releases, and a hash-chained audit log.

Our own record (Dagster's history is pruned). Knows nothing of files, of rules or of any door.
"""
