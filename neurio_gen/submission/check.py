"""Checks a tree against the rules, wherever it comes from."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neurio_gen.errors import UsageError
from neurio_gen.submission import rules
from neurio_gen.submission.origin import is_silicon, labels_of, names_in
from neurio_gen.submission.rules import Model, Rule
from neurio_gen.submission.system import NEEDED

_QUANTISED = re.compile(r"quanti[sz]", re.IGNORECASE)
_WINDOW = re.compile(r"\s*(?:\d+\.\d+ ulp-mlperf:\s+)?(?:Runtime|Elapsed time)\s*: *([\d.]+)")


@dataclass(frozen=True)
class Finding:
    """A rule that a path of the tree breaks."""

    rule: Rule
    path: str
    detail: str = ""

    @property
    def is_error(self) -> bool:
        """Whether a submission is refused for it."""
        return self.rule not in rules.WARNINGS


def check_tree(root: Path) -> tuple[Finding, ...]:
    """All that is wrong with the tree at `root`. Raises UsageError where it is no folder."""
    if not root.is_dir():
        raise UsageError(f"{root} is no folder.", hint="Name the folder that holds closed/.")
    found = [
        Finding(each.rule, os.path.relpath(each.path, root), each.detail) for each in _tree(root)
    ]
    runner = [each for each in found if each.rule is Rule.RUNNER]
    return tuple(each for each in found if each not in runner[1:])  # once is enough


def check_test(
    folder: Path, test: str, model: Model, *, closed: bool, older: bool = False
) -> tuple[Finding, ...]:
    """All that is wrong with the files of one test; `older` are those of the EEMBC runner."""
    return (
        *_files(folder, test, model, older=older),
        *_test(folder, test, model, closed=closed),
    )


def _tree(root: Path) -> Iterator[Finding]:
    systems = 0
    for division in sorted(path for path in root.iterdir() if path.is_dir()):
        if division.name in rules.IGNORED_FOLDERS:
            continue
        if division.name not in rules.DIVISIONS:
            yield Finding(Rule.DIVISION, str(division))
            continue
        for home in sorted(path for path in division.iterdir() if path.is_dir()):
            yield from _names(home)
            yield from _shared(home)
            results = home / "results"
            folders = sorted(results.iterdir()) if results.is_dir() else []
            for folder in folders:
                if folder.is_dir():
                    systems += 1
                    yield from _system(home, folder, closed=division.name == "closed")
    if not systems:
        yield Finding(Rule.NOT_EMPTY, str(root))


def _names(home: Path) -> Iterator[Finding]:
    """What holds for every file and folder of a submitter."""
    for folder, folders, files in os.walk(home):
        here = Path(folder)
        if not folders and not files:
            yield Finding(Rule.EMPTY, folder)
        if here.name == "__pycache__":
            yield Finding(Rule.CACHES, folder)
        for name in (*folders, *files):
            path = here / name
            if path.is_symlink():
                yield Finding(Rule.LINKS, str(path))
            elif path.is_file() and path.stat().st_size > rules.LARGEST_FILE:
                yield Finding(Rule.SIZE, str(path))
            if name.startswith("."):
                yield Finding(Rule.HIDDEN, str(path))
            if " " in name:
                yield Finding(Rule.BLANKS, str(path))


def _system(home: Path, results: Path, *, closed: bool) -> Iterator[Finding]:
    path = home / "systems" / f"{results.name}.json"
    if not path.is_file():
        yield Finding(Rule.SYSTEM, str(path))
    else:
        yield from _description(path)
    models = sorted(folder for folder in results.iterdir() if folder.is_dir())
    if not models:
        yield Finding(Rule.NOT_EMPTY, str(results))
    for folder in models:
        model = rules.MODELS.get(folder.name)
        if model is None:
            yield Finding(Rule.MODEL, str(folder))
            continue
        smaller = rules.SMALLER.get(folder.name)
        if smaller is not None and not (results / smaller).is_dir():
            yield Finding(Rule.SMALLER, str(results / smaller))
        yield from _model(folder, model, closed=closed)


def _description(path: Path) -> Iterator[Finding]:
    try:
        description: Any = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        description = None
    if not isinstance(description, dict):
        yield Finding(Rule.READABLE, str(path))
        return
    status = description.get("Status")
    if str(status).lower() not in rules.STATUSES:
        yield Finding(Rule.STATUS, str(path), f"it is {status!r}")
    if description.get("system_type") is not None:
        yield Finding(Rule.SYSTEM_TYPE, str(path))
    missing = [name for name in NEEDED if not description.get(name)]
    if missing:
        yield Finding(Rule.DESCRIPTION, str(path), f"it does not say {', '.join(missing)}")


def _model(folder: Path, model: Model, *, closed: bool) -> Iterator[Finding]:
    for test in model.required:
        if not (folder / test).is_dir():
            yield Finding(Rule.REQUIRED, str(folder / test))
    tests = [test for test in (*model.required, *model.optional) if (folder / test).is_dir()]
    if not tests and not model.required:
        yield Finding(Rule.REQUIRED, str(folder))
    older = (folder / rules.EEMBC_MARK).exists()
    if older:
        yield Finding(Rule.RUNNER, str(folder))
    for test in tests:
        yield from check_test(folder / test, test, model, closed=closed, older=older)


def _files(folder: Path, test: str, model: Model, *, older: bool) -> Iterator[Finding]:
    """What a test's folder holds; pictures of power traces may lie in that of energy."""
    here = {path.name for path in folder.iterdir() if path.is_file()}
    wanted = rules.EEMBC_FILES if older else rules.FILES
    if missing := wanted - here:
        yield Finding(Rule.FILES, str(folder), f"{', '.join(sorted(missing))} missing")
    known = wanted | rules.OTHER_FILES
    streaming = model.benchmark == rules.STREAMING
    if test == "energy":
        known |= {rules.PLOT} if streaming else {n for n in here if n.endswith(".png")}
    if more := here - known:
        yield Finding(Rule.FILES, str(folder), f"{', '.join(sorted(more))} more")
    if streaming and test == "energy" and rules.PLOT not in here:
        yield Finding(Rule.PLOT, str(folder))
    yield from _origin(folder / "log.txt")


def _origin(log: Path) -> Iterator[Finding]:
    """Who has measured, and what answered."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    if rules.OWN_LOG in text:
        yield Finding(Rule.RUNNER, str(log))
    name = next((name for name in names_in(text) if not is_silicon(name)), None)
    if name is not None:
        yield Finding(Rule.SILICON, str(log), f"it calls itself {name}")


def _shared(home: Path) -> Iterator[Finding]:
    """What a submitter shares beside the results."""
    code = [path for path in (home / "code").rglob("*") if path.is_file()]
    if not code:
        yield Finding(Rule.CODE, str(home / "code"))
        return
    texts = [path for path in code if path.suffix.lower() in (".md", ".txt", ".adoc", ".rst")]
    if not any(_QUANTISED.search(path.read_text("utf-8", "replace")) for path in texts):
        yield Finding(Rule.QUANTISATION, str(home / "code"))


def _test(folder: Path, test: str, model: Model, *, closed: bool) -> Iterator[Finding]:
    path = folder / "results.txt"
    if not path.is_file():
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        yield Finding(Rule.READABLE, str(path))
        return
    if model.benchmark == rules.STREAMING:
        yield from _streaming(path, lines, test, closed=closed)
    elif test == "accuracy":
        yield from _accuracy(path, lines, model, closed=closed)
        yield from _dataset(folder / "results.json", model)
    else:
        yield from _medians(path, lines, test)


def _medians(path: Path, lines: list[str], test: str) -> Iterator[Finding]:
    if _value(lines, test) is None:
        yield Finding(Rule.PERFORMANCE if test == "performance" else Rule.ENERGY, str(path))
        return
    seconds = [float(match[1]) for line in lines if (match := _WINDOW.match(line))]
    if len(seconds) != rules.WINDOWS:
        yield Finding(Rule.WINDOWS, str(path), f"it shows {len(seconds)}")
    elif min(seconds) < rules.WINDOW_SECONDS:
        yield Finding(Rule.WINDOWS, str(path), f"one lasted {min(seconds):g} s")


def _streaming(path: Path, lines: list[str], test: str, *, closed: bool) -> Iterator[Finding]:
    """Every streaming test tells what it detected and how busy the device was."""
    found = {name: _last(pattern, lines) for name, pattern in rules.STREAMING_LINES.items()}
    wanted = [name for name in found if name != "power" or test == "energy"]
    if missing := [name for name in wanted if found[name] is None]:
        yield Finding(Rule.STREAMING, str(path), f"{', '.join(missing)} missing")
    if (detections := found["detections"]) is None:
        return
    right, missed, wrong = (int(number) for number in detections.groups())
    if right + missed != rules.WAKE_WORDS:
        yield Finding(Rule.WAKE_WORDS, str(path), f"they are {right + missed}")
    if closed and max(missed, wrong) > rules.MOST_MISTAKES:
        told = f"{missed} false negatives, {wrong} false positives"
        yield Finding(Rule.TARGET, str(path), f"it has {told}")


def _dataset(path: Path, model: Model) -> Iterator[Finding]:
    """The labels in results.json: of the official runner, or in a record of neurio-gen's."""
    try:
        records: Any = json.loads(path.read_bytes())
    except OSError:
        return
    except (ValueError, RecursionError):
        yield Finding(Rule.READABLE, str(path))
        return
    labels = labels_of(records)
    if labels is None or model.labels is None:
        return
    if labels.files != model.inputs:
        yield Finding(Rule.DATASET, str(path), f"it has {labels.files} files")
    elif labels.digest is not None and labels.digest != model.labels:
        yield Finding(Rule.DATASET, str(path), "its labels are others")


def _accuracy(path: Path, lines: list[str], model: Model, *, closed: bool) -> Iterator[Finding]:
    if model.target is None:
        return
    value = _value(lines, model.target.line)
    if value is None:
        yield Finding(Rule.ACCURACY, str(path))
    elif closed and value < model.target.least:
        yield Finding(Rule.TARGET, str(path), f"it is {value:g}, not {model.target.least:g}")


def _last(pattern: str, lines: list[str]) -> re.Match[str] | None:
    found = [match for line in lines if (match := re.match(pattern, line))]
    return found[-1] if found else None


def _value(lines: list[str], line: str) -> float | None:
    """The number in the last line of its kind; the checker, too, takes the last."""
    pattern = re.compile(rules.RESULTS_LINES[line])
    found = [float(match[1]) for each in lines if (match := pattern.match(each))]
    return found[-1] if found else None
