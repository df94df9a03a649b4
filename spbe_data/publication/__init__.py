"""Publication: release files, manifests, pictures and catalogue rows of what may go out.

Decides nothing about *whether*: the gate is a flow. Writes only what the standard opens.
"""
