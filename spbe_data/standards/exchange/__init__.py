"""Standards in the formats of others: Table Schema, Data Package, ODCS, CSVW, PerBPS 5/2020 forms.

Belongs here: what each format calls the parts of a standard, both ways. All of them are made from
one neutral description (:mod:`.neutral`), so that a constraint is derived from a column once.
"""
