"""`--json` of errors: programs read kind, message and hint, whatever has ended the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from neurio_gen.errors import DeviceTimeoutError, DoesNotFitError, NeurioGenError, UsageError
from tests.end_to_end.command import ROOT, neurio_gen


def document(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text())
    assert content["schema"] == 1
    assert content["environment"]["neurio_gen"]
    return content


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (DeviceTimeoutError("x"), "device-timeout"),
        (UsageError("x"), "usage"),
        (DoesNotFitError("x", "RAM", 2, 1), "does-not-fit"),
        (NeurioGenError("x"), "neurio-gen"),
    ],
)
def test_the_kind_of_an_error_is_its_class(error: NeurioGenError, kind: str) -> None:
    assert error.kind == kind


def test_an_error_before_anything_is_measured_is_in_the_document(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text('{"of": "an earlier run"}')
    done = neurio_gen("flash-and-run", "--board", "nucleo_l4r5", "--json", path)
    assert done.code == 2
    content = document(path)
    assert content["results"] == []
    (error,) = content["errors"]
    assert error["kind"] == "usage"
    assert error["message"] in done.err
    assert error["hint"] in done.err


def test_an_option_that_is_wrong_is_in_the_document(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    done = neurio_gen("flash-and-run", "--json", path, "--baud", "fast")
    assert done.code == 2
    (error,) = document(path)["errors"]
    assert error["kind"] == "usage"
    assert "--baud" in error["message"]


def test_a_benchmark_that_fails_has_kind_and_hint_beside_its_error(tmp_path: Path) -> None:
    path, model = tmp_path / "results.json", tmp_path / "huge.tflite"
    from tests.harness.test_firmware import small_model

    model.write_bytes(small_model())
    done = neurio_gen(
        *("flash-and-run", "--board", "native", "--model", model, "--json", path),
        *("-o", tmp_path / "out"),
        NEURIO_GEN_COMPILER="",
        PATH="/nonexistent",
    )
    assert done.code == 1
    content = document(path)
    (error,) = content["errors"] or [
        {"kind": result["error_kind"], "message": result["error"], "hint": result["error_hint"]}
        for result in content["results"]
    ]
    assert error["kind"] == "build"
    assert error["message"] in done.err.replace("\n", " ") or error["message"] in done.err


def test_a_document_that_cannot_be_written_is_told_first_and_once() -> None:
    done = neurio_gen("flash-and-run", "--board", "nucleo_l4r5", "--json", "/proc/x")
    assert done.code == 2
    assert done.err.count("/proc/x cannot be written") == 1
    assert "Name another file by --json" in done.err
    assert "Traceback" not in done.err


def test_without_the_option_nothing_is_written(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "neurio_gen", "build", "--board", "x"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert not list(tmp_path.iterdir())
