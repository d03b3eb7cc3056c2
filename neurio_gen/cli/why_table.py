"""Why each layer has its kernel: what was predicted of those that could run it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from neurio_gen.compiler.plan import Option
from neurio_gen.profiling.layers import Cost, LayerCost, ModelProfile
from neurio_gen.report.fitting_table import FittingTable


def why_table(profile: ModelProfile) -> Table:
    """The kernels that were compared for each layer, the one that runs first.

    Cycles where they are predicted, or else instructions; beside them what the profile found.
    """
    timed = any(option.cycles is not None for e in profile.layers for option in e.layer.options)
    unit = "cycles" if timed else "instructions"
    table = FittingTable(title="Kernels that were compared", spare=("scratch", "flash"))
    table.add_column("#", justify="right")
    table.add_column("kernel", no_wrap=True)
    for heading in (f"predicted {unit}", "profile", "flash", "scratch"):
        table.add_column(heading, justify="right")
    table.add_column("why", overflow="fold")
    for each in profile.layers:
        for row in _rows(each, timed):
            table.add_row(*row)
    table.caption = "\n".join(_captions(profile, timed))
    return table


def _rows(each: LayerCost, timed: bool) -> Iterator[tuple[str, ...]]:
    layer = each.layer
    # A kernel may be priced in several sizes of its loop: those of the same price are one row.
    alike = {
        (option.kernel, _price(option, timed), option.flash_bytes, option.scratch_bytes): option
        for option in sorted(layer.options, key=lambda option: option.why == "chosen")
    }
    options = sorted(alike.values(), key=lambda option: option.why != "chosen")
    for place, option in enumerate(options):
        chosen = option.why == "chosen"
        # The heading of the costs says that they are predicted.
        why = option.why.removeprefix("predicted to be ")
        why = why if len(options) > 1 else "nothing to compare"
        yield (
            "" if place else str(layer.index),
            option.kernel,
            _price(option, timed),
            _found(each.cost, timed) if chosen else "",
            f"{option.flash_bytes:,}",
            f"{option.scratch_bytes:,}",
            why + (", constants in RAM" if chosen and layer.constants_in_ram else ""),
        )


def _price(option: Option, timed: bool) -> str:
    return _number(option.cycles if timed else option.instructions)


def _captions(profile: ModelProfile, timed: bool) -> Iterator[str]:
    if timed:
        yield "Predicted before anything runs, with waits for constants, without those for code."
    else:
        yield "Predicted before anything runs, from the work of the kernel by layer."
    refusals: dict[tuple[str, str], list[int]] = {}
    for each in profile.layers:
        for refusal in each.layer.refused:
            refusals.setdefault(refusal, []).append(each.layer.index)
    for (kernel, reason), layers in sorted(refusals.items()):
        yield f"{kernel} cannot run {', '.join(map(str, layers))}: {reason}."


def _found(cost: Cost, timed: bool) -> str:
    if not timed:
        return f"{cost.count:,}"
    return f"{cost.estimate.total:,}" if cost.estimate else "-"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"
