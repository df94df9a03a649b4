"""Speed of the engine beside its peers, measured in one run: ``python -m benchmarks``.

Belongs here: the contract, the files, the engines and the rows of the table in docs/benchmarks.md.
The product never imports this package.
"""
