"""Identifiers: their form, their existence in a version of a list, their validity at a date.

Belongs here: periods, area codes, numbers of persons, bodies and facilities. Does not belong here:
which column of which dataset holds what (that is a standard), or what a fault costs (policy).
"""
