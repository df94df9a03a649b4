"""The warehouse: immutable Parquet per period version, and the analysts' DuckDB file.

Knows nothing of standards or rules: it stores what it is given and publishes it whole.
"""
