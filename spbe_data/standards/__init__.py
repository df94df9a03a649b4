"""Standards: reads ``schemas/`` and ``quality/`` into frozen models and compiles them.

Knows nothing of files that agencies send, of DuckDB connections or of any door.
"""
