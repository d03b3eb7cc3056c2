"""The modes: what can be measured, one module each.

Nothing is imported here: a run loads the one mode that it measures.
"""
