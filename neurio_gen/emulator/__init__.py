"""Runs the very ELF that would be flashed on models of a board's chip, without the board.

The models are written from the chips' reference manuals, not from the firmware. An emulated run
counts instructions; it says nothing about the time that silicon would take. `board.py` has
`EmulatedBoard`, `wiring.py` the boards that can be emulated.
"""
