"""Models of random layers that call every kernel often enough, each with another shape.

What kernel runs a layer is known when it is compiled: layers are drawn until kernels that are
called too seldom are called. A model holds a few independent layers, so that one image and one
inference count many.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from drawing import SCALE, ZERO, Fed, Writer
from other_layers import OTHERS
from weighted_layers import WEIGHTED

from neurio_gen.boards import Board
from neurio_gen.compiler import Plan, compile_model
from neurio_gen.compiler.kernels.candidates import kernels_of
from neurio_gen.compiler.kernels.table import KERNELS
from neurio_gen.compiler.plan import Layer
from neurio_gen.engines.goals import goal_of
from neurio_gen.errors import UnsupportedModelError
from neurio_gen.estimation.features import numbers_of
from neurio_gen.estimation.loops import LOOPS
from neurio_gen.level import Level

LAYERS_PER_MODEL = 8

KINDS: tuple[Writer, ...] = (*WEIGHTED, *OTHERS)

_ROOMS = 0, 16, 32, 32
"""Sides of images of 64 channels that stand beside the layers: kernels that take memory to be
faster are chosen where a model's arena is large anyway."""

_PATIENCE = 400
"""Draws of layers that a kernel might run, without a call of it, after which none is expected."""

WITHOUT_RATES = {
    "absolute_s16": "int16",
    "cast": "other numbers than codes",
    "compare_bool": "truth values",
    "dynamic_update_slice": "state of language models",
    "if_else": "subgraphs",
    "gather_nd": "indices of more than one axis",
    "logical": "truth values",
    "logical_not": "truth values",
    "lookup_u8": "uint8",
    "reduce_all": "truth values",
    "svdf_s8": "state between steps",
    "unidirectional_sequence_lstm_s8": "state between steps",
    "while_loop": "subgraphs",
}
"""Kernels that are not counted, and what they are for. Nor are those of int4, int16, int32 and
float32."""

NEVER_CHOSEN = {
    "lookup_s8": "lookup_words_s8 runs whatever it can",
}
"""Kernels that others leave nothing for on a core with the DSP extension, and why."""


class Sampler:
    """Draws layers for a board and a level, until each kernel has `wanted` calls of other shapes.

    Kernels whose loops are known have more of them, as they have more rates. `shapes` are what it
    has seen, by kernel.
    """

    def __init__(self, board: Board, level: Level, wanted: int, seed: int) -> None:
        self._board, self._seed = board, seed
        self._goal = goal_of(board, level)
        self._kernels = countable(board)
        self._wanted = {name: wanted * (1 + 2 * (name in LOOPS)) for name in self._kernels}
        self.shapes: dict[str, set[object]] = {name: set() for name in self._kernels}
        self._kinds = [_Kind(write) for write in KINDS]
        self._fruitless: Counter[str] = Counter()
        self._drawn = 0

    def models(self) -> Iterator[tuple[str, bytes]]:
        """Models, each with a name, until kernels have their calls or are found to get none."""
        count = 0
        while self._lacking:
            room = _ROOMS[count % len(_ROOMS)]
            layers = list(self._layers(room))
            if not layers:
                return
            content = self._written(room, layers)
            plan = self._compiled(content)
            if plan is not None:
                for layer in plan.layers:
                    if layer.kernel in self.shapes:
                        self.shapes[layer.kernel].add(shape_of(layer))
                yield f"layers-{count}", content
            count += 1

    @property
    def _lacking(self) -> list[str]:
        """Kernels that need more calls, and may still get some."""
        return [
            name
            for name, seen in self.shapes.items()
            if len(seen) < self._wanted[name] and self._fruitless[name] < _PATIENCE
        ]

    def _layers(self, room: int) -> Iterator[tuple[Writer, int]]:
        """Layers of a model, and what seeds them: of draws, those that call what is needed."""
        found = 0
        while found < LAYERS_PER_MODEL and (lacking := self._lacking):
            aim = lacking[self._drawn % len(lacking)]
            kind = max(self._kinds, key=lambda each: each.promise(aim, self._kernels[aim]))
            self._drawn += 1
            plan = self._compiled(self._written(room, [(kind.write, self._drawn)]))
            called = kind.see(plan)
            self._fruitless[aim] = 0 if aim in called else self._fruitless[aim] + 1
            if called & {*lacking}:
                found += 1
                yield kind.write, self._drawn

    def _written(self, room: int, layers: Iterable[tuple[Writer, int]]) -> bytes:
        writer = Fed()
        if room:
            x = writer.input((1, room, room, 64), SCALE, ZERO)
            y = writer.output((1, 1, 1, 64), SCALE, ZERO)
            window = {"filter_height": 1, "filter_width": 1, "padding": "VALID"}
            writer.op("MAX_POOL_2D", [x], [y], stride_h=room, stride_w=room, **window)
        for write, draw in layers:
            write(writer, np.random.default_rng([self._seed, draw]))
        return writer.bytes()

    def _compiled(self, content: bytes) -> Plan | None:
        try:
            return compile_model(content, "layers", self._board.isa, self._goal)
        except UnsupportedModelError:
            return None


class _Kind:
    """A kind of layers, and which kernels ran those that were drawn."""

    def __init__(self, write: Writer) -> None:
        self.write = write
        self._draws = 0
        self._operators: set[str] = set()
        self._hits: Counter[str] = Counter()

    def see(self, plan: Plan | None) -> set[str]:
        """Counts a draw; the kernels that it called."""
        self._draws += 1
        layers = plan.layers if plan else ()
        called = {layer.kernel for layer in layers}
        self._operators |= {layer.operator for layer in layers}
        self._hits.update(called)
        return called

    def promise(self, kernel: str, operators: frozenset[str]) -> float:
        """How likely a draw calls a kernel of these operators; what was seldom tried yet may."""
        if self._draws > 2 and not self._operators & operators:
            return 0.0
        return (self._hits[kernel] + 1) / (self._draws + 2)


def shape_of(layer: Layer) -> object:
    """What tells calls of a kernel apart: its numbers, and the shapes of its tensors."""
    shapes = tuple(buffer.shape for buffer in (*layer.reads, *layer.writes))
    return shapes, tuple(numbers_of(layer.parameters).items())


def countable(board: Board) -> dict[str, frozenset[str]]:
    """The kernels that a network of int8 may call on a board, each with its operators."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind in KERNELS:
        for kernel in kernels_of(kind, board.isa):
            other = kernel.computes_reals or any(
                part in kernel.name for part in ("_s4", "_s16", "_s32", "_f32")
            )
            if not other and kernel.name not in WITHOUT_RATES:
                found[kernel.name].add(kind)
    return {name: frozenset(kinds) for name, kinds in found.items()}
