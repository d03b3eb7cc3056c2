"""The arena of a model as a picture: layers across, bytes up, a box for what lies there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from neurio_gen.report.axis import Axis
from neurio_gen.report.charts import short
from neurio_gen.results.profile_record import SpanRecord

_LABELLED_HEIGHT = 0.09
"""A box that is lower than this part of the arena has no room for its size."""
_LABELLED_WIDTH = 0.14
"""Likewise one that is narrower, on a phone."""
_MOST_LAYERS = 12
"""With more layers than this, not each has its number below the picture."""


@dataclass(frozen=True)
class Box:
    """What lies in the arena: places and sizes as parts of the picture, from the lower left."""

    left: float
    width: float
    bottom: float
    height: float
    scratch: bool
    text: str
    hint: str


@dataclass(frozen=True)
class ArenaChart:
    """`marks` are bytes, `layers` numbers of layers, each with its place from 0 to 1."""

    kind: ClassVar[str] = "arena"
    title: str
    bytes_used: str
    boxes: tuple[Box, ...]
    marks: tuple[tuple[float, str], ...]
    layers: tuple[tuple[float, str], ...]

    @property
    def has_scratch(self) -> bool:
        """Whether any of it is scratch memory."""
        return any(box.scratch for box in self.boxes)


def arena_chart(title: str, spans: Sequence[SpanRecord]) -> ArenaChart:
    """The picture of at least one span."""
    top = max(span.offset + span.nbytes for span in spans)
    count = max(span.last for span in spans) + 1
    axis = Axis(0, top)
    every = -(-count // _MOST_LAYERS)
    return ArenaChart(
        title,
        f"{top:,}",
        tuple(_box(span, top, count) for span in spans),
        tuple((axis.place(mark), short(mark)) for mark in axis.marks()),
        tuple(((layer + 0.5) / count, str(layer)) for layer in range(0, count, every)),
    )


def _box(span: SpanRecord, top: int, count: int) -> Box:
    width, height = (span.last - span.first + 1) / count, span.nbytes / top
    name = span.name.partition(";")[0] or "scratch memory"
    when = f"layers {span.first} to {span.last}" if span.last > span.first else f"layer {span.last}"
    return Box(
        left=span.first / count,
        width=width,
        bottom=span.offset / top,
        height=height,
        scratch=not span.name,
        text=short(span.nbytes) if height >= _LABELLED_HEIGHT and width >= _LABELLED_WIDTH else "",
        hint=f"{name}: {span.nbytes:,} bytes, {when}",
    )
