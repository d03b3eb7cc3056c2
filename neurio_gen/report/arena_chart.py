"""The arena of a model as a picture: layers across, bytes up, a box for what lies there."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from neurio_gen.report.charts import WIDTH, short
from neurio_gen.report.svg import FAINT, SERIES, new_figure, settings, to_svg
from neurio_gen.results.profile_record import SpanRecord

_TENSOR, _SCRATCH = SERIES[0], SERIES[1]
_HEIGHT = 2.6
_LABELLED_PART = 0.09
"""A box that is lower than this part of the arena has no room for its size."""


def draw_arena(name: str, title: str, spans: Sequence[SpanRecord]) -> str:
    """The picture as inline SVG. `name` is unique in the page."""
    from matplotlib.patches import Patch, Rectangle
    from matplotlib.ticker import MaxNLocator

    top = max(span.offset + span.nbytes for span in spans)
    last = max(span.last for span in spans)
    figure = new_figure(WIDTH, _HEIGHT)
    with settings():
        axes = figure.add_subplot()
        for span in spans:
            width, colour = span.last - span.first + 1, _TENSOR if span.name else _SCRATCH
            place = span.first - 0.5, span.offset
            axes.add_patch(
                Rectangle(place, width, span.nbytes, facecolor=colour, edgecolor=FAINT, lw=0.5)
            )
            if span.nbytes >= _LABELLED_PART * top and width >= (last + 1) / 8:
                middle = place[0] + width / 2, span.offset + span.nbytes / 2
                axes.annotate(
                    short(span.nbytes),
                    middle,
                    ha="center",
                    va="center",
                    fontsize=7,
                    color="#ffffff",
                )
        axes.set_xlim(-0.5, last + 0.5)
        axes.set_ylim(0, top)
        axes.yaxis.set_major_formatter(lambda value, _: short(value))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlabel("layer")
        axes.set_ylabel("bytes of the arena")
        axes.tick_params(length=0)
        kinds = [Patch(color=_TENSOR, label="tensors")]
        if any(not span.name for span in spans):
            kinds.append(Patch(color=_SCRATCH, label="scratch memory"))
        figure.legend(handles=kinds, loc="outside upper left", ncols=2)
    return to_svg(figure, name, escape(f"{title}: {short(top)} bytes at most."))
