"""Matplotlib's SVG made fit for a page: text stays text, colours follow the page's theme."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from neurio_gen.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK = "#010203"
FAINT = "#010204"
SERIES = ("#010211", "#010212", "#010213", "#010214", "#010215", "#010216")
"""Colours that stand for those of the page: in the SVG they become CSS variables."""

_POINTS = 72
"""Points per inch, SVG's unit in Matplotlib."""

_VARIABLES = {
    INK: "var(--ink)",
    FAINT: "var(--line)",
    **{colour: f"var(--series-{index})" for index, colour in enumerate(SERIES)},
}
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "neurio-gen",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.color": FAINT,
    "ytick.labelcolor": INK,
    "grid.color": FAINT,
    "legend.frameon": False,
}


def new_figure(width: float, height: float) -> Figure:
    """An empty figure, in inches. Raises UsageError where Matplotlib is not installed."""
    try:
        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    except ImportError as error:
        raise UsageError(
            "Charts need Matplotlib, which is not installed.",
            hint="pip install 'neurio-gen[report]', or write --markdown, which has no charts.",
        ) from error
    with matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=(width, height), dpi=_POINTS, layout="constrained")
    FigureCanvasSVG(figure)  # sizes of texts are those of the file
    return figure


def settings() -> Any:
    """The context that drawing and saving have to happen in."""
    import matplotlib

    return matplotlib.rc_context(_SETTINGS)


def _lay_out(figure: Figure) -> None:
    """Places axes and legends. Matplotlib would draw all of the figure once more to do so."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        figure.set_layout_engine(None)


def to_svg(figure: Figure, name: str, label: str) -> str:
    """The figure as an inline SVG element. `name` makes its ids unique, `label` is read aloud."""
    buffer = io.StringIO()
    with settings():
        _lay_out(figure)
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", text)
    text = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', text)
    text = text.replace("'DejaVu Sans', sans-serif", "inherit").replace("'DejaVu Sans'", "inherit")
    for colour, variable in _VARIABLES.items():
        text = text.replace(colour, variable)
    head, rest = text.split(">", 1)
    view = re.search(r'viewBox="[^"]+"', head)
    assert view is not None
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{view[0]} role="img" aria-label="{label}">{rest}'
    )
