"""Which weights are good enough: a word that the command line has before any model is read."""

from __future__ import annotations

from enum import Enum


class WeightsPolicy(str, Enum):
    """Which weights the caller accepts for the official models."""

    ANY = "any"
    """The official file, or the same architecture with random weights where it is out of reach."""
    REFERENCE = "reference"
    """The official file or an error."""
