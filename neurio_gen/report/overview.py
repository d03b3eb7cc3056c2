"""The tables of a report that every run has: summary, suites, series side by side, provenance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import geometric_mean

from neurio_gen.boards import Board
from neurio_gen.report.data_table import Cell, DataTable, number, share_text, table, words
from neurio_gen.report.series import Series, compared_by_estimates
from neurio_gen.results import Environment, Result
from neurio_gen.results.agreement import tolerance_words
from neurio_gen.results.estimates import estimated_per_second, estimates_note, three_digits
from neurio_gen.results.words import RANDOM_WEIGHTS, WITHIN

NO_TIME = "Instructions per inference, counted by an emulator: exact, and not a silicon timing."
MILLISECONDS = {"us": 1e3, "us of a host": 1e3, "nanoseconds": 1e6}
"""Units of time, by how many of them a millisecond has."""
_TIME_BASES = {
    "silicon": "time, measured on silicon",
    "instruction-count": "instructions, counted by an emulator",
    "host-clock": "time of a computer, no microcontroller's",
}


def summary_table(series: Sequence[Series]) -> DataTable:
    """A line per series: what was run where, and how it ended."""
    rows = []
    for each in series:
        results = each.results()
        bad = [result for result in results if result.status != "ok"]
        bases = dict.fromkeys(result.time_base for result in results if result.time_base)
        says = [_TIME_BASES[base] for base in bases]
        says += ["time, estimated"] if estimates_note(results) else []
        rows.append(
            (
                words(each.label),
                words(board_name(each.board)),
                words(", ".join(dict.fromkeys(result.mode for result in results))),
                number(len(results) - len(bad)),
                number(len(bad), mark="bad" if bad else ""),
                _exact(results),
                words("; ".join(says) or "nothing"),
            )
        )
    columns = ("series", "board", "modes", "ok", "not ok", "bit-exact", "what is measured")
    return table("What was run", columns, rows)


def board_name(board: Board) -> str:
    """A board's name; one whose images ran on models of its chip is called emulated."""
    return f"{board.name}, emulated" if board.device == "emulated" else board.name


def _exact(results: Sequence[Result]) -> Cell:
    """How many of those that were compared have every output byte right."""
    compared = [result for result in results if result.bit_exact is not None]
    right = sum(result.bit_exact is True for result in compared)
    text = f"{right} of {len(compared)}" if compared else "–"
    near = sum(result.bit_exact is None and bool(tolerance_words(result)) for result in results)
    text += f", {near} within a tolerance" if near else ""
    return Cell(text, right if compared else None, "bad" if right < len(compared) else "")


def problems_table(series: Sequence[Series]) -> DataTable | None:
    """Failures, and why; None where all did."""
    rows = [
        (
            words(each.label),
            words(result.benchmark),
            words(result.status, "bad"),
            words(result.error or ""),
        )
        for each in series
        for result in each.results()
        if result.status != "ok"
    ]
    columns = ("series", "benchmark", "status", "reason")
    return table("Failures", columns, rows) if rows else None


def cost_cell(value: float | None, unit: str | None) -> Cell:
    """A cost in its unit: counts as they are, times as milliseconds."""
    if value is not None and unit in MILLISECONDS:
        return number(value / MILLISECONDS[unit], ",.3f", " ms")
    return number(value)


def unit_text(unit: str | None) -> str:
    """A unit as a heading has it."""
    names = {
        "us": "time",
        "us of a host": "time on a computer",
        "nanoseconds": "time on a computer",
    }
    return "cost" if unit is None else names.get(unit, unit)


_OPTIONAL = ("est. time", "est. per s", "flash %", "RAM %")
"""Columns that are left out where nothing is in them."""
_SUITE_COLUMNS = (
    *("benchmark", "series", "est. time", "est. per s", "cost", "unit", "flash %", "RAM %"),
    *("exact", "MACs", "per MAC", "flash", "RAM", "arena", "weights"),
)


def suite_table(suite: str, benchmarks: Sequence[str], series: Sequence[Series]) -> DataTable:
    """A line per benchmark and series, with cost and memory.

    What is the same in all lines, a series or a unit, has no column.
    """
    pairs = [(benchmark, each) for benchmark in benchmarks for each in series]
    found = [(each, each.timed()[name]) for name, each in pairs if name in each.timed()]
    estimated = estimates_note(result for _, result in found)
    rows = [_suite_row(each, result) for each, result in found]
    units = {unit_text(each.unit) for each, result in found if each.cost(result.benchmark)}
    names = dict(zip(_SUITE_COLUMNS, _SUITE_COLUMNS, strict=True))
    if len(units) == 1:
        names["cost"] = units.pop()
    spare = {"unit"} if names["cost"] != "cost" else set()
    spare |= {"series"} if len(series) == 1 else set()
    shown = [
        index
        for index, name in enumerate(_SUITE_COLUMNS)
        if name not in spare
        and (name not in _OPTIONAL or any(row[index].value is not None for row in rows))
    ]
    columns = [names[_SUITE_COLUMNS[index]] for index in shown]
    rows = [tuple(row[index] for index in shown) for row in rows]
    counted = any(each.unit == "instructions" for each in series)
    notes = [NO_TIME] if counted else []
    notes += [estimated] if estimated else []
    notes += [WITHIN] if any(result.relative_tolerance for _, result in found) else []
    notes.append("Memory in bytes.")
    notes += [RANDOM_WEIGHTS] if any(each.weights == "random" for _, each in found) else []
    return table(suite, columns, rows, " ".join(notes))


def _suite_row(series: Series, result: Result) -> tuple[Cell, ...]:
    benchmark, board = result.benchmark, series.board
    cost = series.cost(benchmark)
    per_mac = cost / result.macs if cost and result.macs else None
    if result.status != "ok":
        exact = words(result.status, "bad")
    elif result.bit_exact is None:
        exact = words(tolerance_words(result) or "not compared")
    else:
        exact = words("yes" if result.bit_exact else "no", "" if result.bit_exact else "bad")
    return (
        words(benchmark.rpartition("/")[2]),
        words(series.label),
        *_estimated(result),
        cost_cell(cost, series.unit),
        words(unit_text(series.unit) if cost is not None else "–"),
        _share(result.flash_bytes, board.flash_bytes),
        _share(result.ram_bytes, board.ram_bytes),
        exact,
        number(result.macs),
        number(per_mac, ".2f" if series.unit == "instructions" else ".4f"),
        number(result.flash_bytes),
        number(result.ram_bytes),
        number(result.arena_bytes),
        words(result.weights or "–"),
    )


def _estimated(result: Result) -> tuple[Cell, Cell]:
    """Estimated milliseconds and inferences per second."""
    latency, rate = result.estimated_latency_us, estimated_per_second(result)
    if not latency or not rate:
        return number(None), number(None)
    return _time_cell(latency), Cell(three_digits(rate), rate)


def _time_cell(microseconds: float | None) -> Cell:
    """An estimated time, as exact as an estimate can be."""
    if not microseconds:
        return number(None)
    return Cell(f"{three_digits(microseconds / 1000)} ms", microseconds / 1000)


def _share(used: int | None, available: int | None) -> Cell:
    """How much of a board's memory is used; nothing where its size is not known."""
    if not used or not available:
        return number(None)
    return Cell(share_text(used, available), 100 * used / available)


def side_by_side(benchmarks: Sequence[str], series: Sequence[Series]) -> DataTable | None:
    """Ratios to the first series, where units are equal, and a column of costs per series.

    None without benchmarks that several series have a cost of; others are left out. The largest
    ratios come first. They are marked where the board is the same: there a smaller cost is better.
    """
    series = [each for each in series if each.unit]
    shared = [
        name for name in benchmarks if sum(each.cost(name) is not None for each in series) > 1
    ]
    if not shared:
        return None
    first = series[0]
    compared = [each for each in series[1:] if each.unit == first.unit]
    estimated = compared_by_estimates(series)
    cost_of = Series.estimate if estimated else Series.cost
    columns = ["benchmark", *(f"{each.label} ÷ {first.label}" for each in compared)]
    columns += [
        f"{each.label}, {'est. time' if estimated else unit_text(each.unit)}" for each in series
    ]
    rows = [
        [
            words(benchmark),
            *(_ratio_cell(benchmark, first, each, cost_of) for each in compared),
            *(
                _time_cell(each.estimate(benchmark))
                if estimated
                else cost_cell(each.cost(benchmark), each.unit)
                for each in series
            ),
        ]
        for benchmark in shared
    ]
    if compared:
        rows.sort(key=lambda row: -_number(row[1]))
    note = "Ratios are of equal units only: an instruction is not a time."
    if estimated:
        note = "Times are estimates, no measurements."
    means = [_mean(shared, first, each, cost_of) for each in compared]
    return table("Side by side", columns, rows, " ".join([note, *filter(None, means)]))


_SAME = 0.005
"""Ratios that are nearer to 1 than this are no difference."""


_CostOf = Callable[[Series, str], float | None]


def _ratio(benchmark: str, first: Series, each: Series, cost_of: _CostOf) -> float | None:
    base, cost = cost_of(first, benchmark), cost_of(each, benchmark)
    return cost / base if cost is not None and base else None


def _ratio_cell(benchmark: str, first: Series, each: Series, cost_of: _CostOf) -> Cell:
    ratio = _ratio(benchmark, first, each, cost_of)
    if ratio is None or each.board.id != first.board.id or abs(ratio - 1) < _SAME:
        return number(ratio, ".3f")
    return number(ratio, ".3f", mark="good" if ratio < 1 else "bad")


def _number(cell: Cell) -> float:
    return cell.value if isinstance(cell.value, float) else -1.0


def _mean(benchmarks: Sequence[str], first: Series, each: Series, cost_of: _CostOf) -> str:
    """The geometric mean of a series' ratios, in words; empty without any."""
    ratios = [ratio for name in benchmarks if (ratio := _ratio(name, first, each, cost_of))]
    if not ratios:
        return ""
    return (
        f"The geometric mean of {each.label} to {first.label} is {geometric_mean(ratios):.3f} "
        f"over {len(ratios)} benchmark{'' if len(ratios) == 1 else 's'}."
    )


def provenance_tables(series: Sequence[Series]) -> tuple[DataTable, ...]:
    """What made each series' results, and the models of all."""
    tables = []
    for each in series:
        made_by = dict.fromkeys(_key(entry.environment) for entry in each.entries)
        rows = [(words(name), words(value)) for facts in made_by for name, value in facts]
        tables.append(table(f"{each.label}: run {each.run.name}", ("what", "value"), rows))
    return (*tables, _models_table(series))


def _models_table(series: Sequence[Series]) -> DataTable:
    """A line per model. Series that had the same one share it."""
    users: dict[tuple[str, str, str], dict[str, None]] = {}
    for each in series:
        for result in each.results():
            model = (result.benchmark, result.model_sha256 or "–", result.weights or "–")
            users.setdefault(model, {})[each.label] = None
    rows = [
        (*map(words, model), words("all" if len(labels) == len(series) else ", ".join(labels)))
        for model, labels in users.items()
    ]
    return table("Models", ("benchmark", "SHA-256", "weights", "series"), rows)


def _key(environment: Environment | None) -> tuple[tuple[str, str], ...]:
    if environment is None:
        return (("environment", "its line in the run's file is damaged"),)
    libraries = ", ".join(f"{name} {number}" for name, number in environment.libraries.items())
    return (
        ("date", environment.date),
        ("neurio-gen", environment.neurio_gen),
        ("revision", environment.git_revision or "an installed package"),
        ("compiler", environment.compiler or "–"),
        ("flags", " ".join(environment.flags) or "–"),
        ("emulator", environment.emulator or "none"),
        ("system", f"{environment.os}, Python {environment.python}"),
        ("libraries", libraries),
    )
