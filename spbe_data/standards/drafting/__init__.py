"""Drafting a Standar Data from a table nobody has described yet: every guess says how sure it is.

Belongs here: reading a table's meaning out of its headings and values, and writing the proposal in
the shape of a ``schemas/dataset`` file. Does not belong here: deciding anything (a steward does),
checking a submission, and any list or name of one region (all of that is content).
"""
