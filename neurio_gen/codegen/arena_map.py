"""When each span of the arena is in use: the picture behind a plan's arena."""

from __future__ import annotations

from dataclasses import replace

from neurio_gen.codegen.program import ArenaSpan
from neurio_gen.compiler.plan import Buffer, Place, Plan


def arena_map(plan: Plan) -> tuple[ArenaSpan, ...]:
    """The spans of tensors and scratch memory, in the order in which layers write them.

    A tensor is in use from the layer that writes it to the last one that reads it.
    """
    spans: list[ArenaSpan] = []
    newest: dict[int, int] = {}  # what lies at an offset is what was written there last
    for layer in plan.layers:
        for buffer in layer.reads:
            if buffer.place is Place.ARENA and buffer.offset in newest:
                number = newest[buffer.offset]
                spans[number] = replace(spans[number], last=layer.index)
        for buffer in layer.writes:
            if buffer.place is Place.ARENA and not buffer.skip:
                newest[buffer.offset] = len(spans)
                spans.append(_span(buffer, layer.index, buffer.name.partition(";")[0]))
        if layer.scratch is not None:
            spans.append(_span(layer.scratch, layer.index, ""))
    return tuple(spans)


def _span(buffer: Buffer, layer: int, name: str) -> ArenaSpan:
    return ArenaSpan(name, buffer.offset, buffer.nbytes, layer, layer)
