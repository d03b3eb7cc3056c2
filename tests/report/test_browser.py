"""The report in a browser: no errors, sorting by mouse and keyboard, themes, a phone's width."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from neurio_gen.report.content import content_of
from neurio_gen.report.page import to_html
from tests.report.runs import emulated_run, silicon_run

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium here: apt install chromium to open the report in it"
)


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    runs = [emulated_run(folder), emulated_run(folder, "mps3_an547", 0.25), silicon_run(folder)]
    path = folder / "report.html"
    path.write_text(to_html(content_of(runs)))
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as session:
        running = session.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(params=[("light", 1280), ("dark", 1280), ("light", 390)], ids=str)
def page(request: pytest.FixtureRequest, browser: Any, page_file: Path) -> Iterator[Any]:
    """The opened page; whatever the console says is an error, and so is any request."""
    scheme, width = request.param
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, offline=True
    )
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    asked: list[str] = []
    opened.on("request", lambda asking: asked.append(asking.url))
    opened.goto(page_file.as_uri())
    yield opened
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def values(page: Any, table: str, column: int) -> list[str]:
    cells = f"#{table} tbody tr > :nth-child({column})"
    found: list[str] = page.eval_on_selector_all(cells, "all => all.map(c => c.dataset.value)")
    return found


def test_all_is_drawn_and_nothing_is_wider_than_the_screen(page: Any) -> None:
    assert page.locator(".chart").count() > 8
    assert page.locator("h2").all_inner_texts() == [
        *("Summary", "Side by side", "layer-based", "tiny_ml_perf", "Accuracy", "Energy"),
        *("Layers", "Published results beside ours", "Provenance"),
    ]
    shown, whole = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
    assert whole <= shown
    for chart in page.locator(".chart").all():
        if chart.is_visible():  # those of long suites are folded
            assert chart.bounding_box()["height"] > 50
            assert chart.evaluate("c => c.scrollWidth - c.clientWidth") <= 1


def test_numbers_are_sorted_as_numbers_and_missing_ones_come_last(page: Any) -> None:
    heading = page.locator("#t-suite-1 thead th").nth(2)
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    numbers = values(page, "t-suite-1", 3)
    assert numbers[-1] == ""
    known = [float(value) for value in numbers if value]
    assert known == sorted(known, reverse=True)

    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    numbers = values(page, "t-suite-1", 3)
    assert numbers[-1] == ""
    assert [float(value) for value in numbers if value] == sorted(known)
    assert "ascending" in page.locator("#said").inner_text()


def test_the_keyboard_reaches_and_sorts(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    button = page.locator("#t-summary thead button").first
    button.focus()
    page.keyboard.press("Enter")
    names = values(page, "t-summary", 1)
    assert names == sorted(names)
    page.keyboard.press("Space")
    assert values(page, "t-summary", 1) == sorted(names, reverse=True)


def test_the_theme_is_the_systems_until_it_is_changed(page: Any) -> None:
    def paper() -> str:
        colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return colour

    before = paper()
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert before == ("rgb(20, 24, 28)" if dark else "rgb(255, 255, 255)")
    page.locator("#theme").click()
    assert paper() == ("rgb(255, 255, 255)" if dark else "rgb(20, 24, 28)")
    page.locator("#theme").click()
    assert paper() == before


def test_it_prints_on_white_with_whole_tables(page: Any) -> None:
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    heights = page.eval_on_selector_all(
        ".table", "all => all.map(t => t.scrollHeight - t.clientHeight)"
    )
    assert max(heights) <= 1
    assert page.pdf()[:5] == b"%PDF-"
