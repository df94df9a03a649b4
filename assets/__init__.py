"""The Dagster door: what the statistics division sees and runs.

Belongs here: assets, checks, jobs, sensors and schedules made from the standards, and showing what
a flow returned. Each body calls a flow; nothing is decided here. Loading the definitions needs the
catalogue only, never a data library: every run worker and every reload builds them again.
"""
