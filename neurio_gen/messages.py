"""Python objects over pipes between our own processes: pickles behind their length."""

from __future__ import annotations

import pickle
import struct
from typing import Any

HEADER = struct.Struct("<I")
"""The length of what follows, in bytes."""


def packed(message: Any) -> bytes:
    """A message as it goes over a pipe."""
    data = pickle.dumps(message)
    return HEADER.pack(len(data)) + data
