"""Images of the hand-written models of `tests/firmware/images`, for any board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.build import BuiltImage

IMAGES = Path(__file__).resolve().parents[1] / "firmware" / "images"

BoardImages = Callable[..., dict[str, BuiltImage]]
"""By board id and mode (default: performance): the images `single` and `many`."""


@dataclass(frozen=True)
class Source:
    """An image of hand-written models."""

    name: str = "many"

    @property
    def directory(self) -> Path:
        return IMAGES / self.name
