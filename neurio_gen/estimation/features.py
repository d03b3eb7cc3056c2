"""The quantities of a kernel call that its cost is a sum of: how often which loop goes round.

Of convolutions, pools, copies and some others they are known: see loops.py. Of all other kernels
they are found out: kernels take
pixels in groups of two to four, filters in pairs or fours, taps in quads. A feature is a product of
a number of groups of pixels, of groups of channels, and of taps; a kernel's rates say which of them
count, and for how much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from neurio_gen.compiler.plan import FieldValue, Layer, Parameters
from neurio_gen.estimation.loops import LOOPS


@dataclass(frozen=True)
class Call:
    """The sizes of a kernel call.

    `height`, `width` and `channels` are the output's, `depth` the channels of the input, `taps`
    multiply-accumulates of an output element, `window_height` and `window_width` those of a
    sliding window or 1. `elements` are all of the output's, `source` all of the inputs'. `border`
    counts the pixels whose window leaves the image, `strips` those that the kernel cuts it into.
    `paths` are those of PATHS that the call takes, `predicted` the kernel's own instructions and
    cycles, 0 without.
    """

    height: int
    width: int
    channels: int
    depth: int
    taps: int
    window_height: int
    window_width: int
    elements: int
    source: int
    border: int
    strips: int
    paths: frozenset[str]
    predicted: tuple[float, float]


_ROW_BY_ROW = {"fully_connected_s8"}
"""Kernels that do for every row of a matrix what they do for one: networks hardly have more."""


def _by_rows(layer: Layer) -> tuple[Call, int]:
    """A call, or one for a row of it and their number."""
    call = call_of(layer)
    rows = call.height * call.width
    if layer.kernel not in _ROW_BY_ROW or rows == 1:
        return call, 1
    row = replace(call, height=1, width=1, elements=call.channels, source=call.source // rows)
    return row, rows


def call_of(layer: Layer) -> Call:
    """The sizes of a layer's call. A matrix is a row of pixels."""
    height, width, channels = _image(layer.writes[0].shape)
    given = layer.reads[0].shape if layer.reads else ()
    _, _, depth = _image(given)
    elements = height * width * channels
    window = numbers_of(layer.parameters)
    return Call(
        height,
        width,
        channels,
        depth,
        -(-layer.executed_macs // max(elements, 1)),
        _first(window, "window_height", "kernel_height", "filter_height"),
        _first(window, "window_width", "kernel_width", "filter_width"),
        elements,
        sum(buffer.nbytes // max(buffer.dtype.itemsize, 1) for buffer in layer.reads),
        _border(given, height, width, window),
        -(-height * width // max(window.get("strip", height * width), 1)),
        _paths(layer, window, depth),
        _own_prediction(layer),
    )


def _border(given: tuple[int, ...], height: int, width: int, numbers: dict[str, int]) -> int:
    """Output pixels whose window lies partly outside of an image of shape `given`."""
    if len(given) != 4:
        return 0
    rows = _inside(given[1], height, "height", "pad_top", numbers)
    return height * width - rows * _inside(given[2], width, "width", "pad_left", numbers)


def _inside(length: int, outputs: int, axis: str, before: str, numbers: dict[str, int]) -> int:
    """How many of the windows along an axis lie inside of it."""
    size = _first(numbers, f"window_{axis}", f"kernel_{axis}", f"filter_{axis}")
    stride = _first(numbers, f"stride_{axis}", "stride")
    reach = (size - 1) * numbers.get(f"dilation_{axis}", 1) + 1
    pad = numbers.get(before, 0)
    starts = range(-pad, -pad + outputs * stride, stride)
    return sum(0 <= start <= length - reach for start in starts)


def _own_prediction(layer: Layer) -> tuple[float, float]:
    for option in layer.options:
        if option.why == "chosen":
            return option.instructions or 0.0, option.cycles or option.instructions or 0.0
    return 0.0, 0.0


def _first(numbers: dict[str, int], *names: str) -> int:
    return next((numbers[name] for name in names if name in numbers), 1)


Lookup = Callable[[str], float]
"""The value of a feature of a call by the feature's name."""


def lookup_of(layer: Layer) -> Lookup:
    """The features of a layer's call."""
    known = LOOPS.get(layer.kernel)
    if known is None:
        call, rows = _by_rows(layer)
        return lambda name: rows * feature(name, call)
    return known(_loop_numbers(layer)).__getitem__


def features_of(layer: Layer) -> dict[str, float]:
    """The value of every feature of a layer's call by its name."""
    known = LOOPS.get(layer.kernel)
    if known is None:
        call, rows = _by_rows(layer)
        return {name: rows * value for name, value in products_of(call).items()}
    return {name: float(value) for name, value in known(_loop_numbers(layer)).items()}


def _loop_numbers(layer: Layer) -> dict[str, int]:
    """The numbers of a call, and 1 for each name among its fields, such as a loop's.

    `read_bytes_0` and so on are the sizes of its inputs, `written_bytes_0` of its outputs.
    Constants in RAM are not copied, whatever the parameters say.
    """
    numbers = numbers_of(layer.parameters) | {"constants_in_ram": int(layer.constants_in_ram)}
    for end, buffers in (("read", layer.reads), ("written", layer.writes)):
        numbers |= {f"{end}_bytes_{n}": buffer.nbytes for n, buffer in enumerate(buffers)}
    if layer.constants_in_ram and "copied" in numbers:
        numbers["copied"] = 0
    return numbers


def products_of(call: Call) -> dict[str, float]:
    """The value of every product by its name, such as `rows*pairs*taps`."""
    pixels, channels, taps = _pixels(call), _channels(call), _taps(call)
    plain = {
        f"{p}*{c}*{t}": float(pixels[p] * channels[c] * taps[t])
        for p in pixels
        for c in channels
        for t in taps
    }
    plain |= _predicted(call)
    on_paths = {
        f"{mark}:{name}": value if mark in call.paths else 0.0
        for mark in PATHS
        for name, value in plain.items()
    }
    return plain | on_paths


def feature(name: str, call: Call) -> float:
    """The value of one product. Raises KeyError for a name that is none."""
    mark, _, rest = name.rpartition(":")
    if mark and mark not in call.paths:
        return 0.0
    if rest in PREDICTED:
        return _predicted(call)[rest]
    p, c, t = rest.split("*")
    return float(_pixels(call)[p] * _channels(call)[c] * _taps(call)[t])


PATHS = ("two_sided", "padded", "strided", "odd-depth", "odd-rows")
"""What tells the paths through a kernel apart: its parameters, strides, and depths and rows that
are no whole words. A feature `strided:rows*1*1` counts on that path only."""

PREDICTED = ("predicted-instructions", "predicted-cycles")
"""What the kernel itself predicts, where it does: see `neurio_gen.compiler.work`."""


def _predicted(call: Call) -> dict[str, float]:
    return dict(zip(PREDICTED, call.predicted, strict=True))


def _paths(layer: Layer, numbers: dict[str, int], depth: int) -> frozenset[str]:
    marks = {name for name in ("two_sided", "padded") if numbers.get(name)}
    if layer.executed_macs and depth % 4:
        marks.add("odd-depth")
    if numbers.get("strip_row_bytes", 0) % 4:
        marks.add("odd-rows")
    if _first(numbers, "stride_height", "stride") > 1:
        marks.add("strided")
    return frozenset(marks)


def _pixels(call: Call) -> dict[str, int]:
    height, width = call.height, call.width
    pixels = height * width
    return {
        "1": 1,
        "rows": height,
        "pixels": pixels,
        "twos": -(-pixels // 2),
        "threes": -(-pixels // 3),
        "fours": -(-pixels // 4),
        "row-twos": height * -(-width // 2),
        "row-fours": height * -(-width // 4),
        "strips2": -(-height // 2) * width,
        "strips4": -(-height // 4) * width,
        "tiles2": -(-height // 2) * -(-width // 2),
        "tiles4": -(-height // 4) * -(-width // 4),
        "strip-rows4": -(-height // 4),
        "leftover2": pixels % 2,
        "leftover3": pixels % 3,
        "border": call.border,
        "strips": call.strips,
        "source-pixels": -(-call.source // max(call.depth, 1)),
    }


def _channels(call: Call) -> dict[str, int]:
    channels = call.channels
    return {
        "1": 1,
        "channels": channels,
        "pairs": -(-channels // 2),
        "quads": -(-channels // 4),
        "octets": -(-channels // 8),
    }


def _taps(call: Call) -> dict[str, int]:
    area = call.window_height * call.window_width
    spread = max(1, call.source // max(call.height * call.width * call.channels, 1))
    return {
        "1": 1,
        "taps": max(call.taps, 1),
        "tap-quads": -(-max(call.taps, 1) // 4),
        "depth": call.depth,
        "depth-quads": -(-call.depth // 4),
        "window": area,
        "window-rows": call.window_height,
        "row-quads": call.window_height * -(-call.window_width * call.depth // 4),
        "spread": spread,
    }


def _image(shape: tuple[int, ...]) -> tuple[int, int, int]:
    padded = (1, 1, 1, *shape)
    rows = 1
    for size in padded[:-2]:
        rows *= size
    return (rows, padded[-2], padded[-1]) if len(shape) > 2 else (1, padded[-2], padded[-1])


def numbers_of(parameters: Parameters) -> dict[str, int]:
    """The whole numbers among a call's parameters, those of nested structs, too, by their names.

    Those of an array `shape` are `shape_0` and so on. An enumerator's or an object's name counts as
    1 by that name.
    """
    return dict(_numbers(parameters))


def _numbers(parameters: Parameters) -> Iterator[tuple[str, int]]:
    for name, value in parameters.fields:
        yield from _number(name, value)


def _number(name: str, value: FieldValue) -> Iterator[tuple[str, int]]:
    if isinstance(value, Parameters):
        yield from _numbers(value)
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from _number(f"{name}_{index}", each)
    elif isinstance(value, int):
        yield name, int(value)
    elif isinstance(value, str):
        yield value.lstrip("&"), 1
