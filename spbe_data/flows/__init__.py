"""The use cases, one module each: the only code that joins the rooms.

Doors call a flow and show what it returns. No flow knows a door.
"""
