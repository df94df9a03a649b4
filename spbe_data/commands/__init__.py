"""The command groups of the terminal door, one module each; :mod:`spbe_data.cli` joins them."""
