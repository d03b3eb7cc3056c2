"""Estimated cycles: executed blocks times documented timings of cores and memories.

An estimate, not a measurement; docs/profile.md states what it leaves out.
"""
