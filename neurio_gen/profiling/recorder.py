"""Cuts an emulated inference at the entries of the kernels and at the returns from them."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.emulator.board import EmulatedBoard
from neurio_gen.errors import NeurioGenError
from neurio_gen.profiling.call_sites import AttributionError, CallSites
from neurio_gen.profiling.timing.memory import FlashTiming
from neurio_gen.profiling.tracer import Trace, Tracer


@dataclass(frozen=True)
class Inference:
    """What one call of a model's function has executed: each layer, and between the layers."""

    layers: tuple[Trace, ...]
    between: tuple[Trace, ...]


class Recorder:
    """Records inferences of a board, from now on until `remove`, and keeps the last one."""

    def __init__(self, board: EmulatedBoard, sites: CallSites, flash: FlashTiming | None) -> None:
        """`flash` is the memory whose caches are watched. Raises what Tracer does."""
        self._engine = board.engine
        self._link = board.link_register
        self._sites = sites
        self._end: int | None = None
        self._stops: tuple[int, ...] = ()  # where the running inference is cut, in order
        self._traces: list[Trace] = []
        self._last: Inference | None = None
        self._error: NeurioGenError | None = None
        self._tracer = Tracer(board, flash, self._reached)
        places = {sites.entry} | {call.target for call in sites.calls}
        for place in places | {call.returns_to for call in sites.calls if call.returns_to}:
            self._tracer.mark(place)

    def take(self) -> Inference:
        """The last inference. Raises AttributionError where none has run to its end."""
        if self._error is not None:
            raise self._error
        if self._last is None:
            raise AttributionError("The inference did not run through all layers of the plan.")
        return self._last

    def remove(self) -> None:
        """Ends the recording; the board must not run."""
        self._tracer.remove()

    def _reached(self, address: int) -> None:
        """Called before a block at a mark, by native code, which would swallow errors."""
        try:
            self._cut(address)
        except NeurioGenError as error:
            self._error = error

    def _cut(self, address: int) -> None:
        if address == self._sites.entry:
            self._begin()
        elif self._stops and address == self._stops[len(self._traces)]:
            self._traces.append(self._tracer.drain())
            if len(self._traces) == len(self._stops):
                self._finish()

    def _begin(self) -> None:
        end = int(self._engine.reg_read(self._link)) & ~1
        if end != self._end:
            self._end = end
            self._tracer.mark(end)
        self._tracer.drain()
        self._traces = []
        stops: list[int] = []
        for call in self._sites.calls:
            stops += call.target, call.returns_to or end
        if self._sites.calls and self._sites.calls[-1].returns_to:
            stops.append(end)
        self._stops = tuple(stops)

    def _finish(self) -> None:
        self._last = Inference(tuple(self._traces[1::2]), tuple(self._traces[0::2]))
        self._stops = ()
