"""What holds for every benchmark of a suite, stated by the suite and asked for by who needs it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_DIMENSIONS = re.compile(r"([a-z]+?)(\d+d)")
_PARAMETER = re.compile(r"([a-z]+)\d+")

ELEMENTWISE = "element-wise"
"""The row of charts for what has no row of its own."""


@dataclass(frozen=True)
class ChartPlace:
    """Where a benchmark stands in its suite's chart: rows by name, cells in the suite's order.

    `row` tells rows apart, `title` is what is written beside it, `cell` what stands in the cell.
    """

    row: str
    title: str
    cell: str


def place_by_name(name: str) -> ChartPlace:
    """`conv2d-f32-s1` is `f32 s1` in the row `conv2d`; its parameters, f and s, tell rows apart.

    `batchnorm3d` is `3d` of `batchnorm`; a word alone, such as `relu`, has no row of its own.
    """
    first, *rest = name.split("-")
    if not rest:
        match = _DIMENSIONS.fullmatch(first)
        if match:
            return ChartPlace(match[1], match[1], match[2])
        return ChartPlace(ELEMENTWISE, ELEMENTWISE, name)
    parameters = [match[1] for part in rest if (match := _PARAMETER.fullmatch(part))]
    return ChartPlace(" ".join((first, *parameters)), first, " ".join(rest))


@dataclass(frozen=True)
class VendorTable:
    """A table that vendors publish about a suite's models: its title, framework and reference.

    A benchmark's description up to its first comma is what the table calls the model.
    """

    title: str
    framework: str
    reference: str


@dataclass(frozen=True)
class SuiteFacts:
    """`packed`: several benchmarks share an image; if not, each is built and sized on its own.

    `write_dataset` writes a data set that the suite brings into a folder and returns it. `vendor`
    is the table that its results have as well. `chart` says where a benchmark of a name stands in
    the heat map of reports.
    """

    packed: bool = True
    write_dataset: Callable[[Path], Path] | None = None
    vendor: VendorTable | None = None
    chart: Callable[[str], ChartPlace] = place_by_name
