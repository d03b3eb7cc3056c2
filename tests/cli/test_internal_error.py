"""Faults of our own are told as such, with a log to report, and never blamed on a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.cli import internal_error, main
from neurio_gen.compiler import compile as compiling
from neurio_gen.compiler import compile_model
from tests.end_to_end.command import ROOT

DOORBELL = (ROOT / "examples" / "doorbell.tflite").read_bytes()


def fault(*_: object, **__: object) -> int:
    raise TypeError("'NoneType' object is not subscriptable")


def test_a_fault_has_a_log_and_a_place_to_report_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(main, "app", fault)
    monkeypatch.setattr(internal_error.platformdirs, "user_log_path", lambda _: tmp_path / "logs")
    assert main._exit_code() == 1
    said = capsys.readouterr().err
    assert "A fault inside of neurio-gen: TypeError: 'NoneType'" in said
    assert "Traceback" not in said
    (log,) = (tmp_path / "logs").iterdir()
    assert f"report it at {internal_error.ISSUES}" in said
    assert log.name in said
    assert "Traceback" in log.read_text()


def test_a_log_that_cannot_be_written_takes_nothing_from_the_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(internal_error.platformdirs, "user_log_path", lambda _: tmp_path / "file")
    try:
        fault()
    except TypeError as error:
        told = internal_error.internal_error(error)
    assert "test_internal_error.py, line" in str(told.hint)


def test_the_compiler_does_not_blame_a_model_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "compile_graph", fault)
    with pytest.raises(TypeError):
        compile_model(DOORBELL, "doorbell")


def test_it_is_reported_where_the_project_says() -> None:
    assert f'Issues = "{internal_error.ISSUES}"' in (ROOT / "pyproject.toml").read_text()
