"""Drills: what must still be true after a crash, run by hand or, short and seeded, by ``.ci/run``."""
