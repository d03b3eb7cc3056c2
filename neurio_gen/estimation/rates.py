"""The rates of kernels on a board, as `tools/fit_estimates` has found them on its emulator."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from neurio_gen.boards import Board, load_board
from neurio_gen.errors import UsageError
from neurio_gen.estimation.features import Lookup

Rates = Mapping[str, float]
"""Cost by feature: what each unit of it takes."""


class KernelRates(BaseModel):
    """The rates of one kernel.

    `instructions` are executed, `cycles` what they take without waits for flash memory, `waits` the
    cycles of waits for constants, where these are in flash, and `code_waits` those for code, where
    that is. `calls` is how many calls the fit has seen,
    `errors` what nine calls in ten stay below, in per cent, of instructions and of cycles.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    instructions: dict[str, float]
    cycles: dict[str, float] | None = None
    waits: dict[str, float] | None = None
    code_waits: dict[str, float] | None = None
    calls: int
    errors: tuple[float, float | None]


class CallRates(BaseModel):
    """What the model's own function does for each call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instructions: float
    cycles: float | None = None


class BoardRates(BaseModel):
    """The rates of a board's kernels by their names, and of the call itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    board: str
    cpu: str
    kernels: dict[str, KernelRates]
    call: CallRates


def total(rates: Rates, features: Lookup) -> float:
    """What a call of these features costs by these rates."""
    return sum(rate * features(name) for name, rate in rates.items())


def rates_for(board: Board) -> BoardRates:
    """The rates for a board: its own, else the instructions of a board with its core or its ISA.

    Kernels for an ISA are the same instructions on each of its cores, but for what a compiler
    schedules otherwise. Raises UsageError where there are none.
    """
    known = _all_rates()
    if board.id in known:
        return known[board.id]
    relatives = sorted(known.values(), key=lambda rates: rates.cpu != board.cpu)
    for rates in relatives:
        if rates.cpu == board.cpu or load_board(rates.board).isa is board.isa:
            kernels = {name: _instructions_only(each) for name, each in rates.kernels.items()}
            call = CallRates(instructions=rates.call.instructions)
            return rates.model_copy(update={"kernels": kernels, "call": call})
    raise UsageError(
        f"There are no rates of kernels for {board.id}, a {board.cpu} "
        f"with the kernels {board.isa.value}.",
        hint=f"Estimates are there for {', '.join(sorted(known))}, and for boards with their "
        "kernels. `neurio-gen flash-and-run --emulate` counts instructions.",
    )


def _instructions_only(rates: KernelRates) -> KernelRates:
    changed = dict.fromkeys(("cycles", "waits", "code_waits"))
    changed |= {"errors": (rates.errors[0], None)}
    return rates.model_copy(update=changed)


@cache
def _all_rates() -> dict[str, BoardRates]:
    found = {}
    for file in sorted(files(__package__).joinpath("rates").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".json"):
            rates = BoardRates.model_validate_json(file.read_text(encoding="utf-8"))
            found[rates.board] = rates
    return found
