"""Repairs that are offered, never done in silence: the sender sees before and after, and accepts.

Belongs here: finding what is wrong but clear, applying what was accepted, the recipe. Does not
belong here: judging a file (``checks``), keeping files and records (``flows``).
"""
