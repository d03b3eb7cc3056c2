"""Suites of one's own: what a file or a package may hold, and what is wrong with others."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace

import pytest

from neurio_gen.benchmarks import InputEncoding, ResultKind, Suite, find, suites, user_suites
from neurio_gen.errors import UsageError
from neurio_gen.models import FileModel, KerasModel

FILE = """
from neurio_gen.benchmarks import Suite
suite = Suite("mine")

@suite.keras("b", shape=(4, 2), arguments={"units": 3})
@suite.keras(shape=(8,))
def my_layer(shape, units=1):
    '''What it does. And how.'''
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a suite.py"
    path.write_text(FILE)
    return path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch):
    """Pretends that packages with these suites are installed."""

    def install(*found: object) -> None:
        points = [
            SimpleNamespace(
                name="acme", dist=SimpleNamespace(name="acme-suite"), load=lambda v=v: v
            )
            for v in found
        ]
        monkeypatch.setattr(user_suites, "_entry_points", lambda: points)
        user_suites.installed_suites.cache_clear()

    yield install
    monkeypatch.undo()
    user_suites.installed_suites.cache_clear()


def test_a_file_holds_a_suite_whose_builders_are_known_by_the_file(file: Path) -> None:
    default, named = find([str(file)])
    assert [default.id, named.id] == ["mine/my-layer", "mine/b"]
    assert default.description == named.description == "What it does. And how"
    assert default.source == KerasModel(f"{file}:my_layer", "mine/my-layer", (("shape", (8,)),))
    assert named.source.arguments == (("shape", (4, 2)), ("units", 3))
    assert named.input_shapes == ((1, 4, 2),)
    assert named.result_kind is ResultKind.TOP1


def test_a_pattern_behind_the_file_selects(file: Path) -> None:
    assert [b.name for b in find([f"{file}:my-*"])] == ["my-layer"]
    assert [b.name for b in find([f"{file}:mine/B", "kws01"])] == ["kws01", "b"]
    with pytest.raises(UsageError, match="my-layers") as caught:
        find([f"{file}:my-layers"])
    assert "my-layer" in str(caught.value.hint)


def test_a_tflite_has_the_workload_that_is_stated() -> None:
    suite = Suite("s")
    suite.tflite("x/door.tflite", input_encoding=InputEncoding.UNSIGNED8, tolerance=1)
    (benchmark,) = suite.benchmarks
    assert (benchmark.id, benchmark.source) == ("s/door", FileModel(Path("x/door.tflite")))
    assert (benchmark.input_encoding, benchmark.tolerance) == (InputEncoding.UNSIGNED8, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds 0 suites"),
        (FILE + "other = Suite('other')", "holds 2 suites"),
        ("raise ValueError('no')", "fails: ValueError: no"),
        ("this is no Python", "fails: SyntaxError"),
        (FILE + "suite.tflite('b.tflite')", "two benchmarks called b"),
        (FILE + "suite.tflite('a b.tflite')", "cannot be a benchmark's name"),
        ("from neurio_gen.benchmarks import Suite\nSuite('a/b')", "cannot be a suite's name"),
    ],
)
def test_a_file_that_is_wrong_says_why(file: Path, text: str, told: str) -> None:
    file.write_text(text)
    with pytest.raises(UsageError, match=told):
        find([str(file)])


def test_a_file_that_is_missing_says_so() -> None:
    with pytest.raises(UsageError, match=r"no suite file nowhere\.py"):
        find(["nowhere.py"])


def test_two_benchmarks_of_one_name_cannot_share_a_run(file: Path) -> None:
    file.write_text(FILE + "suite.tflite('kws01.tflite')")
    with pytest.raises(UsageError, match="tiny_ml_perf/kws01 and mine/kws01 have the same name"):
        find([str(file), "kws01"])


def test_an_installed_suite_stands_in_the_catalogue(installed) -> None:
    suite = Suite("acme")
    suite.tflite("new.tflite")
    installed(suite)
    assert suites()[-1] == "acme"
    assert [b.id for b in find(["acme"])] == [b.id for b in find(["new"])] == ["acme/new"]


def test_an_installed_package_that_is_broken_is_named(installed) -> None:
    installed("no suite")
    with pytest.raises(UsageError, match="entry point acme of the package acme-suite is no suite"):
        find(["kws01"])


def test_entry_points_are_those_of_the_documented_group() -> None:
    assert all(isinstance(p, EntryPoint) for p in user_suites._entry_points())
    assert user_suites.ENTRY_POINTS == "neurio_gen.suites"
