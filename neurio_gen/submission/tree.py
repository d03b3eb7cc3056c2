"""Writes the tree of a submission."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from neurio_gen.errors import UsageError
from neurio_gen.results import Result, write_atomically
from neurio_gen.results.files import explained
from neurio_gen.submission.evidence import Division, Evidence, Test
from neurio_gen.submission.rules import FILES
from neurio_gen.submission.system import System, check_name
from neurio_gen.submission.texts import log_text, results_json, results_text
from neurio_gen.submission.transcripts import transcript_of


def home_of(root: Path, division: Division, organisation: str) -> Path:
    """The folder of an organisation in the tree at `root`. Raises UsageError for a wrong name."""
    return root / division / check_name(organisation, "organisation")


def write_tree(home: Path, system: System, evidence: Sequence[Evidence], logs: Path) -> Path:
    """Adds a system to `home`, the folder of an organisation; the folder of its results.

    `logs` is where transcripts are kept. Raises UsageError where the system is there already: a
    submission is never overwritten.
    """
    description = home / "systems" / f"{system.name}.json"
    results = home / "results" / system.name
    for path in (description, results):
        if path.exists():
            raise UsageError(
                f"{path} is there already.", hint="Move it away, or rename the system."
            )
    fields = {
        **system.description,
        "Submitter": home.name,
        "Division": home.parent.name.capitalize(),
    }
    for item in evidence:
        for test in item.tests:
            _write_test(results / item.model.folder / test, item, test, logs)
    write_atomically(description, json.dumps(fields, indent=2, ensure_ascii=False) + "\n")
    return results


def _write_test(folder: Path, item: Evidence, test: Test, logs: Path) -> None:
    source = item.tests[test]
    if isinstance(source, Path):
        _copy_session(source, folder)
        return
    run, entry = source
    transcript = transcript_of(entry.result, logs)
    write_atomically(folder / "results.txt", results_text(entry, item.model))
    write_atomically(folder / "results.json", results_json(entry))
    write_atomically(folder / "log.txt", log_text(run, entry, test, transcript))
    _copy_plots(entry.result, folder)


def _copy_session(session: Path, folder: Path) -> None:
    """What the official runner has written, byte for byte."""
    with explained(folder, "written"):
        folder.mkdir(parents=True)
        for path in sorted(session.iterdir()):
            if path.name in FILES or path.suffix == ".png":
                shutil.copyfile(path, folder / path.name)


def _copy_plots(result: Result, folder: Path) -> None:
    """Plots of power traces, by the names that the official runner gives them."""
    for number, name in enumerate(result.energy.plots if result.energy else ()):
        plot = Path(name)
        if plot.is_file():
            target = folder / f"energy_inf_{number:03d}{plot.suffix}"
            with explained(target, "written"):
                shutil.copyfile(plot, target)
