"""What a report says: honest units, and all that failed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from neurio_gen.benchmarks import all_benchmarks
from neurio_gen.benchmarks.facts import place_by_name
from neurio_gen.errors import UsageError
from neurio_gen.published import published_results
from neurio_gen.report.arena_chart import arena_chart
from neurio_gen.report.content import Content, content_of
from neurio_gen.report.families import grid_of
from neurio_gen.report.markdown import to_markdown
from neurio_gen.report.page import to_html
from neurio_gen.report.points_chart import points_chart
from neurio_gen.report.published_labels import published_labels
from neurio_gen.report.worth import Point, Worth
from neurio_gen.results import Run
from tests.report.runs import emulated_run, silicon_run


def column(content: Content, heading: str) -> list[str]:
    data = content.side_by_side
    assert data is not None
    index = data.columns.index(heading)
    return [row[index].text for row in data.rows]


def test_boards_stand_side_by_side_with_ratios_of_equal_units_only(content: Content) -> None:
    data = content.side_by_side
    assert data is not None
    assert data.columns == (
        "benchmark",
        "mps3_an547 ÷ mps2_an386",
        "mps2_an386, instructions",
        "mps3_an547, instructions",
        "nucleo_l4r5zi, time",
    )
    row = column(content, "benchmark").index("tiny_ml_perf/kws01")
    assert column(content, "mps2_an386, instructions")[row] == "2,500,000"
    assert column(content, "mps3_an547 ÷ mps2_an386")[row] == "0.250"
    assert column(content, "nucleo_l4r5zi, time")[row] == "45.500 ms"


def test_engines_stand_side_by_side_with_their_memory(tmp_path: Path) -> None:
    # given a board that two engines have run on, in one run
    run = emulated_run(tmp_path)
    theirs = [
        replace(
            entry,
            result=entry.result.model_copy(
                update={
                    "engine": "tflm",
                    "library": "tflm 1.0",
                    "instructions": entry.result.instructions and 4 * entry.result.instructions,
                    "flash_bytes": 90_000,
                }
            ),
        )
        for entry in run.entries
    ]
    content = content_of([replace(run, entries=(*run.entries, *theirs))])
    # then each is a series of its own, and a table has costs, memory and ratios to the first
    assert [each.label for each in content.series] == ["mps2_an386 · aot", "mps2_an386 · tflm"]
    assert content.engines is not None
    rows = [[cell.text for cell in row] for row in content.engines.rows]
    assert rows[-1][:5] == ["tiny_ml_perf/ad01", "mps2_an386", "tflm", "dsp", "tflm 1.0"]
    assert rows[-1][5:] == [
        *("1,000,000", "instructions", "4.000"),
        *("90,000", "3.000", "20,000", "1.000"),
    ]
    assert 'id="engines"' in to_html(content, ())
    assert "Engines" in to_markdown(content)


def test_one_engine_has_no_table_of_engines(content: Content) -> None:
    assert content.engines is None


def test_what_failed_is_told_with_its_reason(content: Content) -> None:
    assert content.problems is not None
    assert len(content.problems.rows) == 2
    assert [cell.text for cell in content.problems.rows[0]] == [
        "mps2_an386",
        "layer-based/tanh",
        "failed",
        "<b>it & fell</b>",
    ]
    assert "<b>it" not in to_html(content)
    assert "&lt;b>it &amp; fell" in to_markdown(content)


def test_accuracy_and_energy_have_tables_of_their_own(content: Content) -> None:
    assert content.accuracy and content.energy
    assert [cell.text for cell in content.accuracy.rows[0]][5:] == [
        *("91.5 %", "0.9979", "Top-1 90 %", "yes")
    ]
    assert content.energy.rows[0][2].text == "1,820.10 µJ"


def test_published_cycles_stand_beside_cycles_of_the_same_board(content: Content) -> None:
    sections = {section.title: section for section in content.published}
    same = sections["kws01 on nucleo_l4r5zi, beside the same board"]
    assert same.bars[0] == ("ours, measured", pytest.approx(5.46))
    other = sections["ad01 on mps2_an386, beside other boards with the same core"]
    assert other.bars[0] == ("ours, estimate", pytest.approx(0.35))
    assert other.table.rows[0][5].text == "~0.350"
    assert other.table.rows[1][-1].text.startswith("~0.")
    assert not any("kws01 on mps2" in title for title in sections)


def test_bars_of_published_results_have_names_of_their_own(content: Content) -> None:
    """An organisation may publish several results in a round."""
    for section in content.published:
        labels = [label for label, _ in section.bars]
        assert len(set(labels)) == len(labels)
    same = next(s for s in content.published if "beside the same board" in s.title)
    labels = [label for label, _ in same.bars]
    assert {"Krai, v1.1, X-CUBE-AI 8.0.0", "Krai, v1.1, X-CUBE-AI 7.3.0"} <= set(labels)


def test_what_published_results_share_is_not_in_their_labels() -> None:
    first = next(result for result in published_results() if result.round == "1.1")
    first = replace(first, organisation="A", board="B", stack="C 1, GCC", note="")
    faster = replace(first, megahertz=first.megahertz + 1)
    assert published_labels([first]) == ["A, v1.1"]
    assert published_labels([first, replace(first, board="D")]) == ["A, v1.1, B", "A, v1.1, D"]
    assert published_labels([first, replace(first, stack="C 2, GCC")]) == [
        *("A, v1.1, C 1", "A, v1.1, C 2")
    ]
    assert all(label.endswith(" MHz") for label in published_labels([first, faster]))
    assert published_labels([first, first]) == ["A, v1.1, no. 1", "A, v1.1, no. 2"]


def test_estimated_times_stand_beside_instructions(tmp_path: Path) -> None:
    run = emulated_run(tmp_path, "nucleo_l4r5zi")
    estimate = {
        "estimated_cycles": 3_942_613,
        "estimated_latency_us": 32_855.1,
        "estimate_band_percent": (-5.0, 4.0),
    }
    entries = [
        replace(entry, result=entry.result.model_copy(update=estimate))
        if entry.result.benchmark.endswith("kws01")
        else entry
        for entry in run.entries
    ]
    content = content_of([replace(run, entries=tuple(entries))])
    suites = {suite.title: suite.table for suite in content.suites}
    data = suites["tiny_ml_perf"]
    rows = {
        row[0].text: dict(zip(data.columns, (cell.text for cell in row), strict=True))
        for row in data.rows
    }
    assert (rows["kws01"]["est. time"], rows["kws01"]["est. per s"]) == ("32.9 ms", "30.4")
    assert (rows["kws01"]["flash %"], rows["kws01"]["RAM %"]) == ("1 %", "3 %")
    assert rows["ad01"]["est. time"] == "–"
    assert "at 120 MHz, no measurement. Estimates have been -5 to +4 %" in data.note
    assert "est. time" not in suites["layer-based"].columns
    assert "32.9 ms" in to_markdown(content) and "32.9 ms" in to_html(content)
    assert "time, estimated" in content.summary.rows[0][-1].text


def test_boards_are_compared_by_estimated_times_where_all_results_have_one(tmp_path: Path) -> None:
    # given two boards that take as many instructions, one at half the clock
    def estimated(run: Run, megahertz: float) -> Run:
        entries = []
        for entry in run.entries:
            cycles = int(entry.result.instructions or 0) or None
            more = {
                "estimated_cycles": cycles,
                "estimated_latency_us": cycles and cycles / megahertz,
                "estimate_band_percent": (-5.0, 4.0),
            }
            entries.append(replace(entry, result=entry.result.model_copy(update=more)))
        return replace(run, entries=tuple(entries))

    one, other = (emulated_run(tmp_path, board) for board in ("nucleo_l4r5zi", "rpipico"))
    # then their times stand side by side
    data = content_of([estimated(one, 100), estimated(other, 50)]).side_by_side
    assert data is not None
    row = next(row for row in data.rows if row[0].text == "tiny_ml_perf/kws01")
    assert [cell.text for cell in row[1:]] == ["2.000", "25.0 ms", "50.0 ms"]
    assert data.columns[2:] == ("nucleo_l4r5zi, est. time", "rpipico, est. time")
    assert "estimates" in data.note
    # but instructions where a board has no estimate
    data = content_of([estimated(one, 100), other]).side_by_side
    assert data is not None and data.columns[2].endswith("instructions")


def test_instructions_are_set_beside_published_cycles_without_a_bar(tmp_path: Path) -> None:
    (section,) = (
        each
        for each in content_of([emulated_run(tmp_path)]).published
        if each.title.startswith("kws01")
    )
    assert section.ours is None
    assert "neither cycles nor a time" in section.table.note
    # and there is no chart that shows others alone
    page = to_html(content_of([emulated_run(tmp_path)]))
    assert section.title in page
    assert not re.search(rf"<figcaption[^>]*>{re.escape(section.title)}<", page)


def test_random_weights_are_told_of_where_there_are_some(tmp_path: Path) -> None:
    notes = {suite.title: suite.table.note for suite in content_of([emulated_run(tmp_path)]).suites}
    assert "Random weights" in notes["layer-based"]
    assert "Random weights" not in notes["tiny_ml_perf"]


def test_a_profile_has_a_line_a_layer_and_one_for_the_rest(content: Content) -> None:
    section = content.profiles[0]

    assert section.title == "ad01 on mps2_an386"
    assert section.labels == ("0 fully_connected", "1 fully_connected", "between the layers")
    parts = ("execute", "branches", "wait for code", "wait for constants")
    assert {part: sum(section.bars[part]) for part in parts} == {
        "execute": 300_000,
        "branches": 25_000,
        "wait for code": 25_000,
        "wait for constants": 0,
    }
    at = section.table.columns.index("cycles, estimate")
    assert section.table.columns[at + 1 : at + 5] == parts
    assert [row[at].text for row in section.table.rows] == ["245,000", "70,000", "–"]
    assert "Together 250,000 instructions. Cortex-M4, no wait states." in section.table.note


def test_a_lesser_kernel_is_marked_with_the_reason(content: Content) -> None:
    table = content.profiles[0].table
    at = table.columns.index("why not a better one")

    assert [row[at].text for row in table.rows] == ["–", "dense_row_s8 cannot: too wide", "–"]
    assert [row[at - 1].mark for row in table.rows] == ["", "bad", ""]


def test_the_arena_is_shown_over_time(content: Content) -> None:
    picture = arena_chart("ad01", content.profiles[0].arena)

    assert (picture.bytes_used, picture.has_scratch) == ("768", True)
    assert [box.hint for box in picture.boxes] == [
        "dense_0: 512 bytes, layers 0 to 1",
        "scratch memory: 256 bytes, layer 1",
    ]
    assert [(box.left, box.width, box.text) for box in picture.boxes] == [
        (0, 1, "512"),
        (0.5, 0.5, "256"),
    ]
    assert [text for _, text in picture.layers] == ["0", "1"]


def test_accuracy_stands_beside_its_cost_where_both_are_known(tmp_path: Path) -> None:
    # given two benchmarks of which a run has time and accuracy
    run = silicon_run(tmp_path)
    others = [
        replace(each, result=each.result.model_copy(update={"benchmark": "tiny_ml_perf/ic01"}))
        for each in run.entries
    ]
    content = content_of([replace(run, entries=(*run.entries, *others))])

    worth = content.worth[0]
    assert worth.unit == "milliseconds per inference"
    assert [(point.label, point.cost, point.accuracy) for point in worth.points] == [
        ("kws01", 45.5, 91.5),
        ("ic01", 45.5, 91.5),
    ]
    page = to_html(content)
    assert all(f"Accuracy against {cost}" in page for cost in ("time", "flash", "RAM"))


def test_a_front_is_of_the_networks_that_no_other_beats_in_one_task(tmp_path: Path) -> None:
    # given five networks, of which one answers another question
    timed, accuracy, _ = silicon_run(tmp_path).entries
    networks = {
        "small": (10_000, 0.80, "digits"),
        "medium": (20_000, 0.90, "digits"),
        "beaten": (30_000, 0.85, "digits"),
        "large": (40_000, 0.95, "digits"),
        "other": (15_000, 0.99, "words"),
    }
    entries = []
    for name, (flash, top1, dataset) in networks.items():
        assert accuracy.result.quality is not None
        found = {"top1": top1, "dataset": dataset}
        quality = accuracy.result.quality.model_copy(update=found)
        common = {"benchmark": f"digits/{name}", "flash_bytes": flash}
        for entry, more in ((timed, {}), (accuracy, {"quality": quality})):
            result = entry.result.model_copy(update={**common, **more})
            entries.append(replace(entry, result=result))
    run = replace(silicon_run(tmp_path), entries=tuple(entries))

    by_time, by_flash, by_ram = content_of([run]).worth

    front = by_flash.front("nucleo_l4r5zi")
    assert [(point.label, point.cost) for point in front] == [
        ("small", 10_000),
        ("medium", 20_000),
        ("large", 40_000),
    ]
    assert by_flash.title == "Accuracy against flash"
    # all take as long and as much RAM, so the most accurate network beats the others
    assert by_time.front("nucleo_l4r5zi") == by_ram.front("nucleo_l4r5zi") == ()
    # and the picture has a name at each point, and one line
    picture = points_chart(by_flash)
    assert [mark.name for mark in picture.marks if mark.side] == list(networks)[:4]
    assert len(picture.fronts) == 1


def test_names_of_points_never_lie_on_each_other() -> None:
    # given networks that differ in nothing
    points = tuple(Point(f"network-{n}", "board", 1000.0, 90.0) for n in range(9))

    picture = points_chart(Worth("Accuracy against flash", "bytes", points))

    # then there are as many names as sides
    assert [mark.side for mark in picture.marks if mark.side] == ["right", "left", "above", "below"]
    assert all("90.0 %" in mark.hint for mark in picture.marks)


def test_one_point_is_no_chart(content: Content) -> None:
    assert content.worth == ()


def test_differences_of_one_board_come_first_and_are_marked(tmp_path: Path) -> None:
    runs = [emulated_run(tmp_path), emulated_run(tmp_path, scale=1.1)]
    faster = [each for each in runs[1].entries if each.result.benchmark.endswith("ad01")]
    halved = {
        id(each): replace(each, result=each.result.model_copy(update={"instructions": 1e5}))
        for each in faster
    }
    entries = tuple(halved.get(id(each), each) for each in runs[1].entries)

    data = content_of([runs[0], replace(runs[1], entries=entries)]).side_by_side

    assert data is not None
    ratios = [row[1] for row in data.rows]
    known = [cell.value for cell in ratios if cell.value is not None]
    assert known == sorted(known, reverse=True)
    assert {cell.text: cell.mark for cell in ratios}["1.100"] == "bad"
    assert {cell.text: cell.mark for cell in ratios}["0.400"] == "good"
    assert "The geometric mean of mps2_an386" in data.note


def test_runs_of_one_board_are_told_apart_by_their_names(tmp_path: Path) -> None:
    runs = [emulated_run(tmp_path), emulated_run(tmp_path, scale=1.1)]

    labels = [series.label for series in content_of(runs).series]

    assert labels == ["mps2_an386 · 20260102T030405", "mps2_an386 · 20260102T030405-2"]


def test_no_results_are_no_report(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no result in empty"):
        content_of([Run(tmp_path / "empty.jsonl", (), ())])


@pytest.mark.parametrize(
    ("name", "layer", "configuration"),
    [
        ("conv2d-f32-s1", "conv2d f s", "f32 s1"),
        ("conv2d-f64-k7", "conv2d f k", "f64 k7"),
        ("batchnorm3d", "batchnorm", "3d"),
        ("pad1d-zero", "pad1d", "zero"),
        ("relu6", "element-wise", "relu6"),
        ("dense-128-32", "dense", "128 32"),
    ],
)
def test_a_name_has_a_place_in_the_grid(name: str, layer: str, configuration: str) -> None:
    place = place_by_name(name)
    assert (place.row, place.cell) == (layer, configuration)


def test_the_layers_of_the_catalogue_make_a_full_grid() -> None:
    names = [each.id for each in all_benchmarks() if each.suite == "layer-based"]
    grid = grid_of(names)
    assert grid.is_grid
    assert {len(cells) for _, cells in grid.rows} == {4}
    assert sum(len(cells) for _, cells in grid.rows) == len(names)


def test_files_whose_names_tell_nothing_make_no_grid() -> None:
    names = ("cnn-8", "cnn-16", "cnn-8-8", "cnn-16-16-d4", "cnn-2", "linear", "mlp-16", "best")
    assert not grid_of([f"file/{name}" for name in names]).is_grid


def test_runs_of_a_board_with_nothing_in_common_are_joined(tmp_path: Path) -> None:
    run = emulated_run(tmp_path)
    half = len(run.entries) // 2
    first = replace(run, entries=run.entries[:half])
    second = replace(run, path=Path("second.jsonl"), entries=run.entries[half:])

    joined = content_of([first, second])

    assert [series.label for series in joined.series] == ["mps2_an386"]
    assert joined.suites == content_of([run]).suites
    assert f"run {run.name} and second" in joined.provenance[0].caption


def test_a_model_that_boards_share_is_told_once(content: Content) -> None:
    models = content.provenance[-1]
    rows = {row[0].text: row[3].text for row in models.rows}
    assert len(rows) == len(models.rows)
    assert rows["tiny_ml_perf/kws01"] == "all"
    assert rows["layer-based/relu"] == "mps2_an386, mps3_an547"
