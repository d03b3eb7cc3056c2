"""Our results beside published ones: cycles beside cycles, and never an instruction as time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from neurio_gen.boards import Board
from neurio_gen.published.rounds import (
    PublishedResult,
    benchmark_id,
    rounds_of_board,
    rounds_of_core,
)
from neurio_gen.results.estimates import bank_mode, estimated_megahertz, quality
from neurio_gen.results.schema import Result

Basis = Literal["measured", "estimate"]
"""Where cycles come from: a chip's clock, or a model of the core's timing."""

_STREAMING = "sww01"
STREAMING_NOTE = "Published sww01 includes feature extraction from sound; ours is the network."


@dataclass(frozen=True)
class Ours:
    """A result of ours. Without `megacycles` there is nothing to set beside published cycles."""

    result: Result
    megacycles: float | None
    basis: Basis | None

    @property
    def megahertz(self) -> float | None:
        """The clock that the cycles were measured or are estimated at; None if not known."""
        if self.basis == "estimate":
            return estimated_megahertz(self.result)
        return self.result.clock_hz / 1e6 if self.result.clock_hz else None

    @property
    def milliseconds(self) -> float | None:
        """The time of an inference, measured or estimated as `basis` says; None without one."""
        estimate = self.basis == "estimate"
        latency = self.result.estimated_latency_us if estimate else self.result.latency_us
        return latency / 1000 if latency and self.basis else None


@dataclass(frozen=True)
class Beside:
    """A benchmark: ours, and what others have published, the fewest cycles first.

    `same_board` is false where there are figures of the core only, of other boards.
    """

    ours: Ours
    published: tuple[PublishedResult, ...]
    same_board: bool

    @property
    def mark(self) -> str:
        """What stands before cycles, times and ratios that are no measurement: `~`."""
        return "~" if self.ours.basis == "estimate" else ""

    def ratio(self, other: PublishedResult) -> float | None:
        """Our cycles over theirs; None without cycles of ours."""
        return None if self.ours.megacycles is None else self.ours.megacycles / other.megacycles


def beside_published(board: Board, results: Iterable[Result]) -> tuple[Beside, ...]:
    """The results of a board that others have published something about, each benchmark once.

    A result whose cycles are known goes before one that counts instructions.
    """
    exact = rounds_of_board(board)
    rounds: Sequence[PublishedResult] = exact or rounds_of_core(board)
    found: dict[str, Beside] = {}
    for result in results:
        if result.board != board.id or result.mode not in ("performance", "profile"):
            continue
        theirs = [each for each in rounds if benchmark_id(each.benchmark) == result.benchmark]
        if theirs and result.status == "ok":
            theirs.sort(key=lambda each: each.megacycles)
            known = found.get(result.benchmark)
            if known is None or known.ours.megacycles is None:
                beside = Beside(_ours(result), tuple(theirs), bool(exact))
                found[result.benchmark] = beside
    return tuple(found.values())


def includes_more(beside: Beside) -> bool:
    """Whether the published figures are of more than the network."""
    return beside.ours.result.benchmark == benchmark_id(_STREAMING)


def estimate_note(beside: Beside) -> str | None:
    """What a reader must know who sets an estimate beside published figures; None without one."""
    result = beside.ours.result
    if beside.ours.basis != "estimate":
        return None
    banks = bank_mode(result)
    if banks is None:
        return quality(result)
    return (
        f"{quality(result)} Ours is for a flash of {banks}; published results seldom "
        "state theirs, those of STMicroelectronics are from one bank (--flash-banks 1)."
    )


def _ours(result: Result) -> Ours:
    if result.time_base == "silicon" and result.latency_us and result.clock_hz:
        return Ours(result, result.latency_us * result.clock_hz / 1e12, "measured")
    profile = result.profile
    if profile is not None and profile.unit == "cycles":
        return Ours(result, profile.total / 1e6, "measured")
    cycles = result.estimated_cycles
    if cycles is None and profile is not None and profile.estimated_cycles is not None:
        cycles = profile.estimated_cycles.total  # older results have them there alone
    if cycles is not None:
        return Ours(result, cycles / 1e6, "estimate")
    return Ours(result, None, None)
