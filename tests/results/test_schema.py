"""The JSON contract."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from neurio_gen.results import Document, Environment, Result, capture_environment

CONTRACT = {
    *("benchmark", "board", "device", "engine", "mode", "model_sha256", "weights", "macs"),
    *("time_base", "latency_us", "windows", "instructions", "flash_bytes", "ram_bytes"),
    *("arena_bytes", "bit_exact", "status", "error"),
}
MEASURED: dict[str, Any] = {
    "benchmark": "tiny_ml_perf/kws01",
    "board": "mps2_an386",
    "device": "qemu",
    "mode": "performance",
    "model_sha256": "ae" * 32,
    "weights": "mlcommons",
    "macs": 2_656_768,
    "time_base": "instruction-count",
    "windows": [{"iterations": 1, "microseconds": 243_200}] * 5,
    "instructions": 3.8e6,
    "flash_bytes": 70_000,
    "ram_bytes": 30_000,
    "arena_bytes": 16_000,
    "bit_exact": True,
    "status": "ok",
}
ENVIRONMENT = Environment(date="2026-01-02T03:04:05+00:00", neurio_gen="0", python="3", os="Linux")


def test_a_document_has_what_the_contract_promises() -> None:
    result = Result.model_validate(MEASURED)

    document = json.loads(Document(environment=ENVIRONMENT, results=(result,)).to_json())

    assert document["schema"] == 1
    assert set(document) == {"schema", "environment", "results", "errors"}
    assert set(document["results"][0]) >= CONTRACT
    assert document["results"][0]["latency_us"] is None
    assert document["results"][0]["windows"][4] == {"iterations": 1, "microseconds": 243_200}


def test_a_document_reads_back_as_it_was_and_keeps_fields_of_newer_writers() -> None:
    result = Result.model_validate({**MEASURED, "from_the_future": [1]})
    document = Document(environment=ENVIRONMENT, results=(result,))

    assert Document.model_validate_json(document.to_json()) == document
    assert json.loads(document.to_json())["results"][0]["from_the_future"] == [1]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"latency_us": 3.0}, "not a latency"),
        ({"time_base": "silicon"}, "silicon counts no instructions"),
        ({"bit_exact": None}, "without a reason"),
        ({"status": "failed"}, "without an error"),
        ({"status": "fine"}, "Input should be 'ok'"),
        ({"weights": "guessed"}, "Input should be 'mlcommons'"),
        ({"windows": [{"iterations": 0, "microseconds": 1}]}, "greater than or equal to 1"),
    ],
)
def test_results_that_would_mislead_cannot_be_made(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Result.model_validate({**MEASURED, **wrong})


def test_a_document_of_another_schema_is_refused() -> None:
    with pytest.raises(ValidationError):
        Document.model_validate({"schema": 2, "environment": ENVIRONMENT.model_dump()})


def test_the_environment_names_tools_and_sources() -> None:
    found = capture_environment("arm-none-eabi-g++ 12.2.1", ("-O2",), "QEMU 7.2")

    assert {"numpy", "tflite-micro", "platformio"} <= set(found.libraries)
    assert found.git_revision is None or len(found.git_revision.removesuffix("-dirty")) == 40
    assert (found.compiler, found.flags, found.emulator) == (
        "arm-none-eabi-g++ 12.2.1",
        ("-O2",),
        "QEMU 7.2",
    )
