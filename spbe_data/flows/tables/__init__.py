"""What each table of the analysts' file holds, one module per schema (docs/doors.md, DuckDB views)."""
