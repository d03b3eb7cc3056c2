"""Runs in other forms, and the schema that others read them by."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from neurio_gen.results import Run, RunFile, read_run, write_document
from neurio_gen.results.export import to_csv, to_json, to_junit
from neurio_gen.results.json_schema import document_schema, schema_text
from tests.results.test_folder import environment, measured

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A resumed run with every way a benchmark can end, and a damaged line."""
    with RunFile.create(tmp_path, environment()) as file:
        file.append(measured("a", flash_bytes=1000))
        file.append(measured("b", status="failed", error='differs: "\x00" <&>', bit_exact=False))
    with file.path.open("ab") as damaged:
        damaged.write(b'{"schema":1,"res\n')
    with RunFile.resume(file.path, environment("2026-01-03T00:00:00+00:00")) as file:
        file.append(measured("c", board="native", status="unsupported", error="no GELU"))
        file.append(
            measured(
                "d",
                board="native",
                mode="accuracy",
                instructions=None,
                quality={"dataset": "kws01", "files": 200, "inputs": 200, "top1": 0.915},
            )
        )
    return read_run(file.path)


def test_csv_has_a_line_a_result_with_what_made_it(run: Run) -> None:
    rows = list(csv.DictReader(to_csv(run).splitlines()))

    assert [row["benchmark"] for row in rows] == ["suite/a", "suite/b", "suite/c", "suite/d"]
    assert rows[0]["instructions"] == "100.0"
    assert (rows[0]["bit_exact"], rows[0]["latency_us"]) == ("true", "")
    assert (rows[1]["status"], rows[3]["top1"]) == ("failed", "0.915")
    assert [row["date"][:10] for row in rows] == ["2026-01-02"] * 2 + ["2026-01-03"] * 2


def test_junit_has_a_suite_a_board_and_says_what_failed(run: Run) -> None:
    root = ET.fromstring(to_junit(run))

    boards = {suite.get("name"): suite for suite in root}
    assert (boards["mps2_an386"].get("tests"), boards["mps2_an386"].get("failures")) == ("2", "1")
    assert (boards["native"].get("tests"), boards["native"].get("skipped")) == ("2", "1")
    (failure,) = root.iter("failure")
    assert failure.get("message") == 'differs: "?" <&>'
    names = {(prop.get("name"), prop.get("value")) for prop in root.iter("property")}
    assert ("flash_bytes", "1000") in names


def test_counted_instructions_are_no_seconds_in_junit(run: Run) -> None:
    times = {case.get("time") for case in ET.fromstring(to_junit(run)).iter("testcase")}
    assert times == {"0.000000"}


def test_json_keeps_results_with_their_environments(run: Run) -> None:
    exported = json.loads(to_json(run))

    assert [len(document["results"]) for document in exported["documents"]] == [2, 2]
    assert exported["documents"][1]["environment"]["date"].startswith("2026-01-03")
    assert "line 4" in exported["problems"][0]


def test_the_schema_in_the_documentation_is_current() -> None:
    path = ROOT / "docs" / "result.schema.json"
    assert path.read_text() == schema_text(), (
        "write it anew: python -m neurio_gen.results.json_schema > docs/result.schema.json"
    )


def test_the_schema_describes_what_is_written(run: Run, tmp_path: Path) -> None:
    schema = document_schema()
    write_document(tmp_path / "r.json", environment(), run.results)
    document = json.loads((tmp_path / "r.json").read_text())

    assert set(schema["properties"]) == set(document)
    assert set(schema["$defs"]["Result"]["properties"]) == set(document["results"][0])
    assert schema["$defs"]["Environment"]["properties"].keys() == document["environment"].keys()
    assert schema["properties"]["schema"]["const"] == document["schema"]
    for line in run.path.read_text().splitlines()[:2]:
        (key,) = json.loads(line).keys() - {"schema"}
        assert any(key in form["required"] for form in schema["$defs"]["Line"]["oneOf"])
