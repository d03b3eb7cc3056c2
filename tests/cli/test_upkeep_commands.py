"""Commands that show, copy out and remove what the tool keeps."""

from __future__ import annotations

from pathlib import Path

from neurio_gen.resources import templates_dir
from neurio_gen.workspace import Workspace
from tests.end_to_end.command import neurio_gen


def test_templates_are_listed_and_copied_out_once(tmp_path: Path) -> None:
    listed = neurio_gen("templates")
    assert listed.code == 0
    assert "model.cc.j2" in listed.out
    assert "suite.cc.j2" in listed.out
    assert {"report.html.j2", "report.css.j2", "report.js.j2"} <= set(listed.out.split())
    assert "protocol_text" not in listed.out  # part of the firmware, not generated a model

    copied = neurio_gen("templates", "suite.cc.j2", "--copy", tmp_path / "mine")
    assert copied.code == 0
    copy = tmp_path / "mine" / "suite.cc.j2"
    assert copy.read_bytes() == (templates_dir() / "suite.cc.j2").read_bytes()
    assert list(copy.parent.iterdir()) == [copy]

    again = neurio_gen("templates", "--copy", tmp_path / "mine")
    assert again.code == 2
    assert "is there already" in again.err
    assert list(copy.parent.iterdir()) == [copy]


def test_a_template_that_does_not_exist_is_a_usage_error_with_those_that_do() -> None:
    done = neurio_gen("templates", "modle.cc.j2")
    assert done.code == 2
    assert "model.cc.j2" in done.err


def test_a_folder_that_overrides_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "modle.cc.j2").write_text("")
    done = neurio_gen("generate", "--board", "native", "--templates", tmp_path, "-o", tmp_path)
    assert done.code == 2
    assert "overrides no template" in done.err


def test_the_cache_is_shown_and_emptied_and_nothing_else_is_touched(tmp_path: Path) -> None:
    kept = tmp_path / "converted" / "x.tflite"
    kept.parent.mkdir()
    kept.write_bytes(bytes(1_500_000))
    other = tmp_path / "something else"
    other.write_text("mine")

    shown = neurio_gen("cache", NEURIO_GEN_CACHE=str(tmp_path))
    assert shown.code == 0
    assert "1.5 MB" in shown.out
    assert str(tmp_path) in shown.out
    cleared = neurio_gen("cache", "--clear", NEURIO_GEN_CACHE=str(tmp_path))
    assert cleared.code == 0
    assert not kept.exists()
    assert other.exists()
    assert "0.0 MB in" in neurio_gen("cache", NEURIO_GEN_CACHE=str(tmp_path)).out


def test_clean_removes_products_and_keeps_results_unless_told(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    for path in (*workspace.products, *workspace.measured):
        file = path if path == workspace.lock else path / "x"
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    (tmp_path / "mine").touch()
    assert neurio_gen("clean", "-o", tmp_path).code == 0
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["inputs", "mine", "plots", "results", "sweep"]
    assert neurio_gen("clean", "-o", tmp_path, "--results").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert neurio_gen("clean", "-o", tmp_path / "nowhere").code == 0
