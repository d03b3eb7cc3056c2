"""From counted layers to the rates of each kernel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from counting import Counted
from fit import Fitted, fit

from neurio_gen.boards import load_board
from neurio_gen.compiler.plan import Layer
from neurio_gen.estimation.features import features_of
from neurio_gen.estimation.rates import BoardRates, CallRates, KernelRates
from neurio_gen.profiling.layers import Cost

Row = tuple[Layer, Cost]


def rates_of(board: str, counted: Sequence[Counted]) -> BoardRates:
    """The rates of all kernels that were counted."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for each in counted:
        for layer, cost in zip(each.plan.layers, each.costs, strict=True):
            groups[layer.kernel].append((layer, cost))
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
    features = [features_of(layer) for layer, _ in rows]
    counts = [float(cost.count) for _, cost in rows]
    instructions = fit(features, counts, counts)
    estimates = [cost.estimate for _, cost in rows]
    known = [each for each in estimates if each is not None]
    cycles: Fitted | None = None
    waits: Fitted | None = None
    if len(known) == len(rows):
        totals = [float(each.total) for each in known]
        stalls = [float(each.data_waits) for each in known]
        executed = [a - b for a, b in zip(totals, stalls, strict=True)]
        cycles = fit(features, executed, totals)
        in_flash = [i for i, (layer, _) in enumerate(rows) if not layer.constants_in_ram]
        if in_flash:
            waits = fit(*([of[i] for i in in_flash] for of in (features, stalls, totals)))
    return KernelRates(
        instructions=instructions.rates,
        cycles=cycles.rates if cycles else None,
        waits=waits.rates if waits else None,
        calls=len(rows),
        errors=(instructions.error, cycles.error if cycles else None),
    )
