"""From counted layers to the rates of each kernel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from counting import Counted
from fit import fit

from neurio_gen.boards import load_board
from neurio_gen.compiler.plan import Layer
from neurio_gen.estimation.features import features_of
from neurio_gen.estimation.rates import BoardRates, CallRates, KernelRates
from neurio_gen.profiling.layers import Cost

Row = tuple[Layer, Cost, bool]
"""A call, what it took, and whether code was to run from RAM."""


def rates_of(board: str, counted: Sequence[Counted]) -> BoardRates:
    """The rates of all kernels that were counted."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for each in counted:
        for layer, cost in zip(each.plan.layers, each.costs, strict=True):
            groups[layer.kernel].append((layer, cost, each.plan.goal.fast_code))
    kernels = {kernel: _rates(rows) for kernel, rows in sorted(groups.items())}
    calls = sum(len(each.plan.layers) for each in counted)
    instructions = sum(each.overhead.count for each in counted)
    estimates = [each.overhead.estimate for each in counted]
    cycles = sum(each.total for each in estimates if each is not None)
    call = CallRates(
        instructions=round(instructions / calls, 1),
        cycles=round(cycles / calls, 1) if all(estimates) else None,
    )
    return BoardRates(board=board, cpu=load_board(board).cpu, kernels=kernels, call=call)


def _rates(rows: Sequence[Row]) -> KernelRates:
    features = [features_of(layer) for layer, _, _ in rows]
    counts = [float(cost.count) for _, cost, _ in rows]
    instructions = fit(features, counts, counts)
    known = [cost.estimate for _, cost, _ in rows if cost.estimate is not None]
    if len(known) < len(rows):
        return KernelRates(
            instructions=instructions.rates, calls=len(rows), errors=(instructions.error, None)
        )
    totals = [float(each.total) for each in known]
    executed = [float(each.total - each.data_waits - each.code_waits) for each in known]
    cycles = fit(features, executed, totals)

    def waits(costs: Sequence[int], where: Sequence[bool]) -> dict[str, float] | None:
        """Rates of waits where there may be any."""
        chosen = [i for i, there in enumerate(where) if there]
        if not chosen:
            return None
        return fit(*([of[i] for i in chosen] for of in (features, costs, totals))).rates

    return KernelRates(
        instructions=instructions.rates,
        cycles=cycles.rates,
        waits=waits(
            [each.data_waits for each in known],
            [not layer.constants_in_ram for layer, _, _ in rows],
        ),
        code_waits=waits([each.code_waits for each in known], [not fast for _, _, fast in rows]),
        calls=len(rows),
        errors=(instructions.error, cycles.error),
    )
