"""Boards of a lab that several people share, through the coordinator of labgrid.

labgrid keeps a place acquired when the session of who acquired it ends. So a process of its own
holds the place (`holder`): it notices that we are gone, however we ended, and gives the place back.
"""
