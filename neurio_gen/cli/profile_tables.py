"""Profiles in the terminal: a bar for each layer, and what the layers are."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from neurio_gen.profiling.layers import Cost, LayerCost, ModelProfile, Unit
from neurio_gen.profiling.timing.estimate import Band, latency_us
from neurio_gen.report.fitting_table import FittingTable
from neurio_gen.results.estimates import three_digits

_BAR = 22
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_NAME = 26


def layer_chart(title: str, profile: ModelProfile, clock_hz: int | None) -> Table:
    """Costs by layer as bars, with shares and estimated cycles; in all, time at the clock."""
    estimated = profile.estimate is not None
    table = FittingTable(title=title, spare=("per MAC", "share", ""))
    table.add_column("#", justify="right")
    table.add_column("operator", no_wrap=True, max_width=18)
    table.add_column("", width=_BAR, no_wrap=True)
    table.add_column(profile.unit.value, justify="right", no_wrap=True)
    table.add_column("share", justify="right", no_wrap=True)
    table.add_column("per MAC", justify="right", no_wrap=True)
    if estimated:
        table.add_column("est. cycles", justify="right", no_wrap=True)
    longest = max([each.cost.count for each in profile.layers] + [profile.overhead.count, 1])
    for each in profile.layers:
        row = _row(profile, each.layer.operator, each.cost, longest, _per_mac(each))
        table.add_row(str(each.layer.index), *row)
    table.add_row("", *_row(profile, "overhead", profile.overhead, longest, ""), style="dim")
    total = Cost(profile.total, profile.estimate)
    table.add_row("", *_row(profile, "total", total, 0, _total_per_mac(profile)), style="bold")
    table.caption = _caption(profile, clock_hz)
    return table


def layer_table(profile: ModelProfile) -> Table:
    """Name, kernel and bytes of each layer."""
    table = FittingTable(spare=("activations", "MACs", "constants"))
    table.add_column("#", justify="right")
    table.add_column("name", no_wrap=True)
    table.add_column("kernel", no_wrap=True)
    for heading in ("MACs", "constants", "activations"):
        table.add_column(heading, justify="right", no_wrap=True)
    for each in profile.layers:
        layer = each.layer
        table.add_row(
            str(layer.index),
            _short(layer.name),
            layer.kernel,
            f"{layer.macs:,}",
            f"{layer.constant_bytes:,}",
            f"{layer.activation_bytes:,}",
        )
    table.caption = Text("\n".join(_objections(profile)))
    return table


def _objections(profile: ModelProfile) -> Iterator[str]:
    """Layers on kernels of a lesser instruction set than the core has, and why."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in profile.layers:
        if each.layer.objection is not None:
            key = each.layer.operator, each.layer.objection
            found.setdefault(key, []).append(str(each.layer.index))
    for (operator, objection), layers in found.items():
        which = f"Layers {', '.join(layers)}" if len(layers) > 1 else f"Layer {layers[0]}"
        yield f"{which}, {operator}, could be faster: {objection}."


def function_table(profile: ModelProfile) -> Table:
    """Costs by function, the dearest first."""
    table = FittingTable()
    table.add_column("function", overflow="fold")
    for heading in (profile.unit.value, "share"):
        table.add_column(heading, justify="right", no_wrap=True)
    estimated = profile.estimate is not None
    if estimated:
        table.add_column("est. cycles", justify="right", no_wrap=True)
    functions = profile.functions or {}
    for name, cost in sorted(functions.items(), key=lambda item: -item[1].count):
        cycles = [_cycles(cost)] if estimated else []
        table.add_row(Text(name), f"{cost.count:,}", _share(cost.count, profile.total), *cycles)
    return table


def _row(
    profile: ModelProfile, label: str, cost: Cost, longest: int, per_mac: str
) -> Iterator[Text | str]:
    yield label
    yield Text(_bar(cost.count / longest) if longest else "", style="cyan")
    yield f"{cost.count:,}"
    yield _share(cost.count, profile.total)
    yield per_mac
    if profile.estimate is not None:
        yield _cycles(cost)


def _bar(share: float) -> str:
    """A bar of eighths of a character; what ran at all is never without one."""
    eighths = max(round(share * _BAR * 8), 1)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.1f} %"


def _cycles(cost: Cost) -> str:
    return "-" if cost.estimate is None else f"{cost.estimate.total:,}"


def _per_mac(each: LayerCost) -> str:
    return "" if each.per_mac is None else f"{each.per_mac:.2f}"


def _total_per_mac(profile: ModelProfile) -> str:
    return f"{profile.total / profile.program.macs:.2f}" if profile.program.macs else ""


def _short(name: str) -> str:
    """The end of a tensor's path that fits; no part of it is cut."""
    parts = name.split(";", 1)[0].rstrip("/").split("/")
    while len(parts) > 1 and len("/".join(parts)) > _NAME:
        parts = parts[1:]
    return "/".join(parts)


def _quality(band: Band | None) -> str:
    if band is None:
        return "Rough: no estimate of this core and memory was compared with silicon."
    return f"Estimates of published firmware were {band} of the published measurements."


def _caption(profile: ModelProfile, clock_hz: int | None) -> str:
    lines = []
    if profile.unit is Unit.INSTRUCTIONS:
        lines.append("Instructions of one inference, counted by the emulator.")
    estimate = profile.estimate
    if estimate is None:
        lines.append(f"{profile.timing[:1].upper()}{profile.timing[1:]}.")
        return " ".join(lines)
    microseconds = latency_us(estimate.total, clock_hz)
    if microseconds and clock_hz:
        lines.append(
            f"est. {three_digits(microseconds / 1000)} ms at {clock_hz / 1e6:g} MHz, "
            f"{three_digits(1e6 / microseconds)} inferences per second."
        )
    lines.append(f"Cycles are an estimate, no measurement: {profile.timing}.")
    lines.append(_quality(profile.band))
    lines.append(
        f"Of {estimate.total:,}: {estimate.core:,} execute, {estimate.starved:,} starve for "
        f"instructions, {estimate.branches:,} refill the pipeline, {estimate.code_waits:,} wait "
        f"for code, {estimate.data_waits:,} for constants."
    )
    return "\n".join(lines)
