"""docs/performance.svg: two bar charts, readable on light and on dark pages."""

from __future__ import annotations

from measure import Setup
from page import BALANCED, CMSIS, DSP, GENERIC, MODELS, SPEED, TFLM, Tables, best_published, field

_WIDTH, _LABELS, _BARS = 760, 70, 520
_BAR, _GAP = 14, 12
_STYLE = """
  .ground { fill: #ffffff } text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 14px } .dim { fill: #59636e }
  .a { fill: #b8bec6 } .b { fill: #8c959f } .c { fill: #eda100 } .d { fill: #2a78d6 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } text { fill: #e6edf3 } .dim { fill: #9198a1 }
    .a { fill: #484f58 } .b { fill: #6e7681 } .c { fill: #c98500 } .d { fill: #3987e5 }
  }
"""

Series = tuple[str, str, dict[str, float | None]]


def render(tables: Tables) -> str:
    """The image."""
    known = field()
    relative: list[Series] = [
        ("a", "TFLite Micro reference", {m: known[TFLM][m] / known[CMSIS][m] for m in MODELS}),
        ("b", "neurio-gen, portable", _over(tables, known[CMSIS], portable=True)),
        ("c", "CMSIS-NN on every layer", dict.fromkeys(MODELS, 1.0)),
        ("d", "neurio-gen", _over(tables, known[CMSIS], portable=False)),
    ]
    published = {m: best.megacycles for m in MODELS if (best := best_published(m))}

    def estimates(setup: Setup) -> dict[str, float | None]:
        ratios = {m: (tables.cycles(setup, m) or 0) / 1e6 / published[m] for m in published}
        return {m: ratio or None for m, ratio in ratios.items()}

    cycles: list[Series] = [
        ("c", "best published, measured", dict.fromkeys(published, 1.0)),
        ("b", "neurio-gen balanced, estimate", estimates(BALANCED)),
        ("d", "neurio-gen speed, estimate", estimates(SPEED)),
    ]
    first, height = _panel(
        "Executed instructions on a Cortex-M4, CMSIS-NN = 1 (shorter is better)", relative, 0
    )
    second, height = _panel(
        "Cycles on the NUCLEO-L4R5ZI, best published = 1 (shorter is better)", cycles, height
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
            f'width="{_WIDTH}" height="{height}" role="img">',
            f"<style>{_STYLE}</style>",
            f'<rect class="ground" width="{_WIDTH}" height="{height}"/>',
            *first,
            *second,
            "</svg>",
            "",
        ]
    )


def _over(tables: Tables, base: dict[str, float], *, portable: bool) -> dict[str, float | None]:
    case = GENERIC if portable else DSP
    found = {m: tables.instructions(case, m) for m in MODELS}
    return {m: count / base[m] if count else None for m, count in found.items()}


def _panel(title: str, series: list[Series], top: int) -> tuple[list[str], int]:
    """The lines of a chart, and where it ends."""
    longest = max(value for _, _, values in series for value in values.values() if value)
    lines = [f'<text class="title" x="12" y="{top + 24}">{title}</text>']
    x = _LABELS
    for kind, name, _ in series:
        lines.append(f'<rect class="{kind}" x="{x}" y="{top + 36}" width="10" height="10" rx="2"/>')
        lines.append(f'<text class="dim" x="{x + 15}" y="{top + 45}">{name}</text>')
        x += 40 + 7 * len(name)
    y = top + 60
    for model in MODELS:
        shown = [(kind, value) for kind, _, values in series if (value := values.get(model))]
        if not shown:
            continue
        middle = y + len(shown) * _BAR / 2 + 4
        lines.append(f'<text x="{_LABELS - 10}" y="{middle:g}" text-anchor="end">{model}</text>')
        for kind, value in shown:
            width = value / longest * _BARS
            lines.append(
                f'<rect class="{kind}" x="{_LABELS}" y="{y}" width="{width:.1f}" '
                f'height="{_BAR - 2}"/>'
            )
            lines.append(
                f'<text class="dim" x="{_LABELS + width + 6:.1f}" y="{y + 10}">{value:.2f}</text>'
            )
            y += _BAR
        y += _GAP
    return lines, y + 8
