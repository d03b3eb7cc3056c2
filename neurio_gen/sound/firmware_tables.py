"""The firmware's copy of the features' constants: `firmware/streaming/front_end_tables.cc`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from neurio_gen.resources import firmware_dir
from neurio_gen.sound.front_end import INTERCEPT, LOG_TERMS, SLOPE, tables

_IN_A_LINE = 6


def source_path() -> Path:
    """Where the rendered constants lie among the firmware's sources."""
    return firmware_dir() / "streaming" / "front_end_tables.cc"


def render_source() -> str:
    """The C++ source with every constant, as the shortest decimals that give the same float."""
    constants = tables()
    turns = [_braces(map(_literal, turn)) for turn in constants.turns]
    bands = [
        _braces(map(str, band)) for band in zip(constants.starts, constants.lengths, strict=True)
    ]
    parts = (
        "// Constants of the features. Rendered from neurio_gen/sound/front_end.py; change them "
        "there.\n"
        '#include "streaming/front_end_tables.h"\n',
        "namespace neurio::front_end {\n",
        "// clang-format off",
        _array("const float kWindowFactors[kWindow]", map(_literal, constants.window)),
        _array("const Turn kTurns[kWindow * 3 / 4]", turns, 3),
        _array("const Band kBandLines[kBands]", bands, 8),
        _array("const float kBandWeights[]", map(_literal, constants.weights)),
        _array("const float kLogSeries[kLogTerms]", map(_literal, LOG_TERMS)),
        f"const float kSlope = {_literal(SLOPE)};",
        f"const float kIntercept = {_literal(INTERCEPT)};",
        "// clang-format on\n",
        "}  // namespace neurio::front_end\n",
    )
    return "\n".join(parts)


def _array(declaration: str, values: Iterable[str], in_a_line: int = _IN_A_LINE) -> str:
    listed: Sequence[str] = list(values)
    rows = (listed[i : i + in_a_line] for i in range(0, len(listed), in_a_line))
    lines = "\n".join(f"    {', '.join(row)}," for row in rows)
    return f"{declaration} = {{\n{lines}\n}};\n"


def _braces(values: Iterable[str]) -> str:
    return f"{{{', '.join(values)}}}"


def _literal(value: np.float32) -> str:
    text = np.format_float_scientific(value, trim="0", unique=True, exp_digits=1)
    return f"{text}f"


if __name__ == "__main__":
    source_path().write_text(render_source(), encoding="utf-8")
