"""What a report says, before it becomes a page or a Markdown document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from neurio_gen.benchmarks.facts import ChartPlace
from neurio_gen.benchmarks.user_files import SUITE as USER_FILES
from neurio_gen.errors import UsageError
from neurio_gen.report import overview
from neurio_gen.report.data_table import DataTable
from neurio_gen.report.engines import engines_table
from neurio_gen.report.families import Grid, grid_of
from neurio_gen.report.profile_section import ProfileSection, profile_sections
from neurio_gen.report.published_section import PublishedSection, published_sections
from neurio_gen.report.quality_energy import Labelled, accuracy_table, energy_table
from neurio_gen.report.series import Series, series_of, suites_of
from neurio_gen.report.streaming import streaming_table
from neurio_gen.report.worth import Worth, worth_of
from neurio_gen.results import Run


@dataclass(frozen=True)
class SuiteSection:
    """A suite of the report. `grid` is None where its benchmarks form none."""

    title: str
    benchmarks: tuple[str, ...]
    table: DataTable
    grid: Grid | None


@dataclass(frozen=True)
class Content:
    """All that a report shows. What does not apply is None or empty."""

    title: str
    series: tuple[Series, ...]
    summary: DataTable
    problems: DataTable | None
    damaged: tuple[str, ...]
    suites: tuple[SuiteSection, ...]
    side_by_side: DataTable | None
    engines: DataTable | None
    accuracy: DataTable | None
    energy: DataTable | None
    streaming: DataTable | None
    worth: tuple[Worth, ...]
    profiles: tuple[ProfileSection, ...]
    published: tuple[PublishedSection, ...]
    provenance: tuple[DataTable, ...]


def content_of(runs: Sequence[Run]) -> Content:
    """The content of a report about `runs`. Raises UsageError where they hold no result."""
    series = series_of(runs)
    if not series:
        names = ", ".join(run.name for run in runs)
        raise UsageError(f"There is no result in {names}.", hint="`neurio-gen results list`")
    suites = suites_of(series)
    everything = tuple(benchmark for members in suites.values() for benchmark in members)
    boards = dict.fromkeys(overview.board_name(each.board) for each in series)
    return Content(
        title=" · ".join(boards),
        series=series,
        summary=overview.summary_table(series),
        problems=overview.problems_table(series),
        damaged=tuple(problem for run in runs for problem in run.problems),
        suites=tuple(_suite(name, members, series) for name, members in suites.items()),
        side_by_side=overview.side_by_side(everything, series) if everything else None,
        engines=engines_table(everything, series),
        accuracy=_found("Accuracy", accuracy_table, "accuracy", series),
        energy=_found("Energy", energy_table, "energy", series),
        streaming=_found("Streaming", streaming_table, "streaming", series),
        worth=worth_of(series),
        profiles=profile_sections(series),
        published=published_sections(series),
        provenance=overview.provenance_tables(series),
    )


def _found(
    caption: str,
    make: Callable[[str, Iterable[Labelled]], DataTable],
    mode: str,
    series: Sequence[Series],
) -> DataTable | None:
    """The table of a mode's results; None where it was not run."""
    found = [
        (each.label, result)
        for each in series
        for result in each.results(mode)
        if (result.quality or result.energy or result.streaming) is not None
    ]
    return make(caption, found) if found else None


def _suite(name: str, benchmarks: tuple[str, ...], series: Sequence[Series]) -> SuiteSection:
    places = {
        result.benchmark: ChartPlace(result.chart.row, result.chart.title, result.chart.cell)
        for each in series
        for result in each.results()
        if result.chart is not None
    }
    grid = grid_of(benchmarks, places)
    title = "your models" if name == USER_FILES else name
    return SuiteSection(
        title,
        benchmarks,
        overview.suite_table(title, benchmarks, series),
        grid if grid.is_grid else None,
    )
