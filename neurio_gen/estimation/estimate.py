"""Estimates of an inference: the kernel calls of a plan, priced one by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from neurio_gen.boards import Board, load_board
from neurio_gen.compiler import Plan
from neurio_gen.compiler.plan import Layer
from neurio_gen.engines import AotEngine
from neurio_gen.errors import UsageError
from neurio_gen.estimation.features import lookup_of
from neurio_gen.estimation.rates import BoardRates, KernelRates, rates_for, total
from neurio_gen.level import Level

_ROUGH_PERCENT = 10
"""Of rates, an error that one call in ten exceeds; of an estimate, a part that matters."""


@dataclass(frozen=True)
class LayerEstimate:
    """What a kernel call is estimated to take; `cycles` is None where the core has no timing."""

    index: int
    operator: str
    kernel: str
    instructions: float
    cycles: float | None


@dataclass(frozen=True, eq=False)
class Estimate:
    """What an inference of a model is estimated to take on a board, nothing built or run.

    `instructions` and `cycles` are None where a kernel has no rates, which `unpriced` then names;
    `cycles` and `latency_us` also for cores without a timing model. `rough` names kernels that make
    up a tenth of the instructions, and whose rates are more than 10 % off for one call in ten: the
    estimate is less sure then. `constant_bytes` of flash are
    the model's data, `ram_bytes` its arena, state, inputs, outputs, and constants in RAM: exact,
    as the plan has them. Code and the firmware's own RAM come on top.
    """

    model: str
    board: str
    level: Level
    macs: int
    instructions: float | None
    cycles: float | None
    latency_us: float | None
    constant_bytes: int
    arena_bytes: int
    ram_bytes: int
    layers: tuple[LayerEstimate, ...]
    unpriced: tuple[str, ...] = ()
    rough: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What the user should know of the model, as of one that is left in float32."""


def estimate(
    tflite: bytes, board: Board | str, level: Level = Level.BALANCED, name: str = "the model"
) -> Estimate:
    """The estimate of an int8 .tflite for a board.

    Raises UsageError where nothing is known of the board's core, ModelError where the bytes are no
    model, UnsupportedModelError with all that kernels cannot run.
    """
    if not isinstance(tflite, bytes):
        raise UsageError(
            f"An estimate takes the bytes of a .tflite, not {tflite!r}.",
            hint="Read them first: Path('my.tflite').read_bytes().",
        )
    target = load_board(board) if isinstance(board, str) else board
    return estimate_plan(AotEngine(level=level).load(tflite, name, target).plan, target)


def estimate_plan(plan: Plan, board: Board) -> Estimate:
    """The estimate of a plan that was made for the board. Raises UsageError as `estimate` does."""
    rates = rates_for(board)
    priced: list[LayerEstimate] = []
    unpriced: dict[str, None] = {}
    for layer in plan.layers:
        found = rates.kernels.get(layer.kernel)
        if found is None:
            unpriced[layer.kernel] = None
        else:
            priced.append(_priced(layer, found, rates, fast_code=plan.goal.fast_code))
    complete = not unpriced
    instructions = round(sum(each.instructions for each in priced)) if complete else None
    cycles = _cycles(priced) if complete else None
    ports = sum(port.nbytes for port in (*plan.inputs, *plan.outputs))
    return Estimate(
        model=plan.model,
        board=board.id,
        level=plan.goal.level,
        macs=plan.macs,
        instructions=instructions,
        cycles=cycles,
        latency_us=cycles / board.clock_hz * 1e6 if cycles and board.clock_hz else None,
        constant_bytes=plan.constant_bytes,
        arena_bytes=plan.arena_bytes,
        ram_bytes=plan.memory_bytes + plan.ram_constant_bytes + ports,
        layers=tuple(priced),
        unpriced=tuple(unpriced),
        rough=_rough(priced, rates),
        notes=plan.notes,
    )


def _rough(layers: list[LayerEstimate], rates: BoardRates) -> tuple[str, ...]:
    shares: dict[str, float] = defaultdict(float)
    for each in layers:
        shares[each.kernel] += each.instructions
    least = sum(shares.values()) * _ROUGH_PERCENT / 100
    return tuple(
        kernel
        for kernel, instructions in shares.items()
        if instructions >= least and rates.kernels[kernel].errors[0] > _ROUGH_PERCENT
    )


def _priced(
    layer: Layer, kernel: KernelRates, rates: BoardRates, *, fast_code: bool
) -> LayerEstimate:
    features = lookup_of(layer)
    instructions = total(kernel.instructions, features) + rates.call.instructions
    cycles = None
    if kernel.cycles is not None and rates.call.cycles is not None:
        cycles = total(kernel.cycles, features) + rates.call.cycles
        if kernel.waits and not layer.constants_in_ram:
            cycles += total(kernel.waits, features)
        if kernel.code_waits and not fast_code:
            cycles += total(kernel.code_waits, features)
    return LayerEstimate(layer.index, layer.operator, layer.kernel, instructions, cycles)


def _cycles(layers: list[LayerEstimate]) -> float | None:
    known = [each.cycles for each in layers if each.cycles is not None]
    return round(sum(known)) if len(known) == len(layers) else None
