"""From counted layers to the rates of each kernel."""

from __future__ import annotations

from collections import defaultdict

from counting import Counted
from fit import Fitted, fit

from neurio_gen.boards import load_board
from neurio_gen.estimation.features import Call, call_of
from neurio_gen.estimation.rates import BoardRates, KernelRates
from neurio_gen.profiling.layers import Cost

Rows = list[tuple[Call, Cost]]


def rates_of(board: str, counted: list[Counted]) -> BoardRates:
    """The rates of all kernels that were counted."""
    groups: dict[str, Rows] = defaultdict(list)
    overhead, calls = Cost(0), 0
    cycles = 0
    for each in counted:
        overhead = Cost(overhead.count + each.profile.overhead.count)
        if each.profile.overhead.estimate is not None:
            cycles += each.profile.overhead.estimate.total
        calls += len(each.plan.layers)
        for layer, cost in zip(each.plan.layers, each.profile.layers, strict=True):
            groups[layer.kernel].append((call_of(layer), cost.cost))
    kernels = {kernel: _rates(rows) for kernel, rows in sorted(groups.items())}
    call = KernelRates(
        instructions={"1*1*1": round(overhead.count / calls, 1)},
        cycles={"1*1*1": round(cycles / calls, 1)} if cycles else None,
        calls=calls,
        errors=(0.0, 0.0 if cycles else None),
    )
    return BoardRates(board=board, cpu=load_board(board).cpu, kernels=kernels, call=call)


def _rates(rows: Rows) -> KernelRates:
    calls = [call for call, _ in rows]
    counts = [float(cost.count) for _, cost in rows]
    instructions = fit(calls, counts, counts)
    estimates = [cost.estimate for _, cost in rows]
    known = [each for each in estimates if each is not None]
    cycles: Fitted | None = None
    waits: Fitted | None = None
    if len(known) == len(rows):
        totals = [float(each.total) for each in known]
        stalls = [float(each.data_waits) for each in known]
        executed = [a - b for a, b in zip(totals, stalls, strict=True)]
        cycles, waits = fit(calls, executed, totals), fit(calls, stalls, totals)
    return KernelRates(
        instructions=instructions.rates,
        cycles=cycles.rates if cycles else None,
        waits=waits.rates if waits else None,
        calls=len(rows),
        errors=(instructions.error, cycles.error if cycles else None),
    )
