"""What each table of the analysts' file holds, one module per schema (DOORS, DuckDB views)."""
