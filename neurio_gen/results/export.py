"""Runs in other forms: CSV for spreadsheets, JUnit for CI servers, JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from itertools import groupby

from neurio_gen.results.schema import SCHEMA, Result
from neurio_gen.results.store import Entry, Run

_RESULT_COLUMNS = (
    *("benchmark", "board", "device", "engine", "kernels", "mode", "status", "error"),
    *("bit_exact", "time_base", "latency_us", "instructions", "clock_hz", "macs"),
    *("estimated_cycles", "estimated_latency_us"),
    *("flash_bytes", "ram_bytes", "arena_bytes", "state_bytes", "weights", "model_sha256"),
)
_QUALITY_COLUMNS = ("top1", "auc", "files", "met")
_ENVIRONMENT_COLUMNS = ("date", "neurio_gen", "git_revision", "compiler", "emulator")


def to_csv(run: Run) -> str:
    """One line a result, with a heading; what is not known is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*_RESULT_COLUMNS, *_QUALITY_COLUMNS, "energy_uj", *_ENVIRONMENT_COLUMNS])
    for entry in run.entries:
        result = entry.result
        energy = result.energy.microjoules if result.energy else None
        writer.writerow(
            [_cell(getattr(result, name)) for name in _RESULT_COLUMNS]
            + [_cell(getattr(result.quality, name, None)) for name in _QUALITY_COLUMNS]
            + [_cell(energy)]
            + [_cell(getattr(entry.environment, name, None)) for name in _ENVIRONMENT_COLUMNS]
        )
    return text.getvalue()


def to_json(run: Run) -> str:
    """The documents of a run: one for each environment, in an array."""
    documents = [
        {
            "schema": SCHEMA,
            "environment": None if made_by is None else made_by.model_dump(mode="json"),
            "results": [entry.result.model_dump(mode="json") for entry in entries],
        }
        for made_by, entries in groupby(run.entries, key=lambda entry: entry.environment)
    ]
    whole = {"schema": SCHEMA, "run": run.name, "documents": documents, "problems": run.problems}
    return json.dumps(whole, indent=2) + "\n"


def to_junit(run: Run) -> str:
    """A test suite a board, a test case a result; failed ones carry their error."""
    suites = ET.Element("testsuites", name=f"neurio-gen {run.name}")
    boards = dict.fromkeys(result.board for result in run.results)
    for board in boards:
        entries = [entry for entry in run.entries if entry.result.board == board]
        suites.append(_suite(board, entries))
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _suite(board: str, entries: Sequence[Entry]) -> ET.Element:
    """Results that a board cannot run are skipped, others that are not ok have failed."""
    states = [entry.result.status for entry in entries]
    suite = ET.Element(
        "testsuite",
        name=board,
        tests=str(len(entries)),
        failures=str(states.count("failed")),
        skipped=str(states.count("unsupported") + states.count("does-not-fit")),
        errors="0",
    )
    if entries and entries[0].environment:
        suite.set("timestamp", entries[0].environment.date[:19])
    for entry in entries:
        suite.append(_case(entry.result))
    return suite


def _case(result: Result) -> ET.Element:
    microseconds = sum(window.microseconds for window in result.windows)
    clocked = result.time_base in ("silicon", "host-clock")
    case = ET.Element(
        "testcase",
        classname=f"{result.board}.{result.mode}",
        name=result.benchmark,
        time=f"{microseconds / 1e6 if clocked else 0:.6f}",
    )
    if result.status != "ok":
        kind = "failure" if result.status == "failed" else "skipped"
        ET.SubElement(case, kind, message=_printable(result.error or result.status))
    properties = ET.SubElement(case, "properties")
    for name in ("instructions", "latency_us", "flash_bytes", "ram_bytes", "arena_bytes"):
        value = getattr(result, name)
        if value is not None:
            ET.SubElement(properties, "property", name=name, value=f"{value:g}")
    return case


def _printable(text: str) -> str:
    """XML 1.0 knows no control characters."""
    return "".join(char if char.isprintable() or char in "\n\t" else "?" for char in text)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value
