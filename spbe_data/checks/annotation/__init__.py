"""The sender's own file back, with every finding where it happened.

Belongs here: the annotated copy. It holds what the sender's file held, personal values included,
so it is handed to the sender alone and never stored. Judging is the engine's.
"""
