"""Sizes of files as people read them."""

from __future__ import annotations


def megabytes(nbytes: int) -> str:
    """`12.3 MB`, of 1,000,000 bytes."""
    return f"{nbytes / 1e6:,.1f} MB"
