"""How a report is shown: a page that needs nothing from the network, charts, Markdown."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from neurio_gen.errors import UsageError
from neurio_gen.report.charts import Bars, Values, draw_bars, short
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


def test_a_long_chart_is_divided_into_parts_with_the_same_axis() -> None:
    labels = [f"layer{number}" for number in range(60)]
    values: Values = {"a": [float(n) for n in range(60)], "b": [1.0, *59 * [None]]}
    whole = Bars("cost", labels, values, "instructions")

    first, second = whole.parts()

    assert [first.title, second.title] == ["cost, 1 of 2", "cost, 2 of 2"]
    assert [*first.labels, *second.labels] == labels
    assert first.all_values == second.all_values == values
    assert ">b<" in draw_bars("c1", second)  # both legends name both series
    assert list(first.parts()) == [first]


def test_charts_without_matplotlib_say_what_to_install(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match="Matplotlib") as caught:
        to_html(content)
    assert "neurio-gen[report]" in str(caught.value.hint)
    assert to_markdown(content).startswith("## neurio-gen")


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
