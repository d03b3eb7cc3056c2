"""How a report is shown: a page that needs nothing from the network, charts, Markdown."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from neurio_gen.errors import UsageError
from neurio_gen.report.axis import Axis, axis_of
from neurio_gen.report.charts import Bars, short
from neurio_gen.report.content import Content
from neurio_gen.report.markdown import to_markdown
from neurio_gen.report.page import to_html
from tests.end_to_end.command import neurio_gen
from tests.report.runs import emulated_run


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.25, "0.25"), (999.0, "999"), (1000.0, "1 k"), (1.05e6, "1.05 M"), (999_900.0, "1 M")],
)
def test_large_numbers_are_short(value: float, text: str) -> None:
    assert short(value) == text


class Page(HTMLParser):
    """Collects ids, references and what lies open at the end."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("src", "href", "xlink:href", "action", "srcset") and value:
                self.references.append(value)


def test_the_page_needs_nothing_else(content: Content) -> None:
    text = to_html(content)
    page = Page(text)

    assert len(page.ids) == len(set(page.ids))
    assert all(each.startswith(("#", "data:,")) for each in page.references)
    assert {each[1:] for each in page.references if each.startswith("#")} <= set(page.ids)
    assert "@import" not in text
    assert all(each.startswith("#") for each in re.findall(r"url\(([^)]*)\)", text))
    assert "default-src 'none'" in text
    assert len(text) < 1_000_000


def test_the_page_is_the_same_for_the_same_runs(content: Content) -> None:
    assert to_html(content) == to_html(content)


def test_charts_follow_the_theme(content: Content) -> None:
    text = to_html(content)
    assert "var(--series-1)" in text
    assert "#0102" not in text


def test_markdown_tables_are_well_formed(content: Content) -> None:
    widths: list[int] = []
    for line in to_markdown(content).splitlines():
        if line.startswith("|"):
            widths.append(len(re.findall(r"(?<!\\)\|", line)))
        elif widths:
            assert len(set(widths)) == 1
            assert len(widths) > 1
            widths = []


def test_a_template_of_ones_own_goes_before_ours(content: Content, tmp_path: Path) -> None:
    (tmp_path / "report.css.j2").write_text("/* mine */")
    assert "/* mine */" in to_html(content, [tmp_path])
    (tmp_path / "report.html.j2").write_text("{{ nothing }}")
    with pytest.raises(UsageError, match="'nothing' is undefined"):
        to_html(content, [tmp_path])


def test_a_label_without_values_has_no_place_in_a_chart() -> None:
    chart = Bars("cost", ["a", "b", "c"], {"x": [1.0, None, None], "y": [None, None, 0.0]}, "ms")
    assert chart.without_gaps().labels == ["a", "c"]
    assert chart.without_gaps().values == {"x": [1.0, None], "y": [None, 0.0]}


def test_a_logarithmic_chart_has_no_row_for_zeros() -> None:
    chart = Bars("t", ["a", "b", "c"], {"x": [0.1, 0.0, 900.0], "y": [0.2, 0.0, 0.0]}, "KiB")
    assert chart.logarithmic
    assert chart.without_gaps().labels == ["a", "c"]


def test_bars_are_as_long_as_their_values() -> None:
    chart = Bars("t", ["a", "b"], {"x": [10.0, 20.0], "y": [None, 5.0]}, "KiB")

    rows = dict(chart.rows())

    assert [bar.parts[0].length for bar in rows["b"]] == [1.0, 0.25]
    assert [(bar.text, bar.parts[0].series) for bar in rows["a"]] == [("10", 0)]
    assert chart.legend == ((0, "x"), (1, "y"))


def test_parts_of_a_bar_are_as_long_as_their_values() -> None:
    chart = Bars("t", ["a", "b"], {"x": [3.0, 900.0], "y": [1.0, 100.0]}, "cycles", stacked=True)

    bars = [bar for _, bars in chart.rows() for bar in bars]

    assert chart.logarithmic is True  # were it not stacked
    assert [bar.text for bar in bars] == ["4", "1 k"]


def test_a_logarithmic_axis_begins_at_a_power_of_ten() -> None:
    chart = Bars("t", ["a", "b"], {"x": [100.0, 100_000.0]}, "KiB")

    lengths = [bar.parts[0].length for _, bars in chart.rows() for bar in bars]

    assert lengths == [pytest.approx(chart.decade), 1.0]
    assert chart.decade == pytest.approx(0.25)


def test_axes_are_marked_with_round_numbers() -> None:
    assert Axis(0, 62_976).marks() == (0, 20_000, 40_000, 60_000)
    assert axis_of([91.5, 99.7], at_most=101).marks() == (92, 94, 96, 98, 100)
    assert axis_of([1.0, 30.0]).marks() == (1, 2, 5, 10, 20)
    assert axis_of([5.0, 5.0]).place(5.0) == 0.5


def test_the_command_makes_page_and_markdown(tmp_path: Path) -> None:
    emulated_run(tmp_path / "results")
    page, markdown = tmp_path / "p.html", tmp_path / "p.md"

    done = neurio_gen(
        *("report", "latest", "--results", tmp_path, "-o", page, "--markdown", markdown)
    )
    printed = neurio_gen("report", "latest", "--results", tmp_path, "--markdown", "-")
    boards = neurio_gen("report", "mps2_an386", "--results", tmp_path, "--markdown", "-")
    missing = neurio_gen("report", "2027", "--results", tmp_path)

    assert (done.code, printed.code, missing.code) == (0, 0, 2)
    assert page.read_text().startswith("<!doctype html>")
    assert printed.out == markdown.read_text()
    newest = boards.out.replace(": run mps2_an386", ": run 20260102T030405")
    assert sorted(newest.splitlines()) == sorted(printed.out.splitlines())
    assert list(tmp_path.glob("*.html")) == [page]
