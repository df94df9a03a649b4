"""The HTTP door, public reading: pages and files of published releases, thin over the warehouse.

Belongs here: parse a request, read, render. Does not belong here: any rule about data; a change to
anything (that is a flow's); heavy libraries (the process holds FastAPI, Jinja and DuckDB only).
"""
