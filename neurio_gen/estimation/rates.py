"""The rates of kernels on a board, as `tools/fit_estimates` has found them on its emulator."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from neurio_gen.boards import Board
from neurio_gen.errors import UsageError
from neurio_gen.estimation.features import Call, feature

Rates = Mapping[str, float]
"""Cost by feature: what each unit of it takes."""


class KernelRates(BaseModel):
    """The rates of one kernel.

    `instructions` are executed, `cycles` what they take without waits for constants, `waits` the
    cycles of these waits where constants are in flash. `calls` is how many calls the fit has seen,
    `errors` what nine calls in ten stay below, in per cent, of instructions and of cycles.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    instructions: dict[str, float]
    cycles: dict[str, float] | None = None
    waits: dict[str, float] | None = None
    calls: int
    errors: tuple[float, float | None]


class BoardRates(BaseModel):
    """The rates of a board's kernels by their names, and of the call itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    board: str
    cpu: str
    kernels: dict[str, KernelRates]
    call: KernelRates


def total(rates: Rates, call: Call) -> float:
    """What a call costs by these rates."""
    return sum(rate * feature(name, call) for name, rate in rates.items())


def rates_for(board: Board) -> BoardRates:
    """The rates for a board: its own, else the instructions of another board with its core.

    Raises UsageError where there are none.
    """
    known = _all_rates()
    if board.id in known:
        return known[board.id]
    for rates in known.values():
        if rates.cpu == board.cpu:
            kernels = {name: _instructions_only(each) for name, each in rates.kernels.items()}
            return rates.model_copy(
                update={"kernels": kernels, "call": _instructions_only(rates.call)}
            )
    raise UsageError(
        f"There are no rates of kernels for {board.id}: its core is a {board.cpu}.",
        hint=f"Estimates are there for {', '.join(sorted(known))}, and for boards with their "
        "cores. `neurio-gen flash-and-run --emulate` counts instructions.",
    )


def _instructions_only(rates: KernelRates) -> KernelRates:
    changed = {"cycles": None, "waits": None, "errors": (rates.errors[0], None)}
    return rates.model_copy(update=changed)


@cache
def _all_rates() -> dict[str, BoardRates]:
    found = {}
    for file in sorted(files(__package__).joinpath("rates").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".json"):
            rates = BoardRates.model_validate_json(file.read_text(encoding="utf-8"))
            found[rates.board] = rates
    return found
