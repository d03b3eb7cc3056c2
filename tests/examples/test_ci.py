"""The commands of examples/ci, as CI servers would run them: in a shallow clone, step by step."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from tests.end_to_end.command import ROOT, SECONDS
from tests.support.model_writer import ModelWriter

CI = ROOT / "examples" / "ci"
BOARD = "nucleo_l4r5zi"
GH = """\
case "$*" in
*--paginate*) echo "$EARLIER" ;;
*) echo "$*" >>"$GH_LOG" ;;
esac
"""


def model(channels: int) -> bytes:
    """One convolution, whose cost grows with its output channels."""
    writer = ModelWriter()
    source = writer.input((1, 4, 4, 2), scale=0.5, zero_point=-3)
    weights = writer.constant(np.ones((channels, 1, 1, 2), np.int8), scales=[0.5] * channels)
    bias = writer.constant(np.zeros(channels, np.int32))
    output = writer.output((1, 4, 4, channels), scale=0.5, zero_point=7)
    options = {"padding": "SAME", "stride_h": 1, "stride_w": 1}
    writer.op("CONV_2D", [source, weights, bias], [output], **options)
    return writer.bytes()


@dataclass(frozen=True)
class Checkout:
    """A shallow clone of a user's repository, in which a CI server runs shell commands."""

    folder: Path
    programs: Path

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a script as both servers do: bash that stops at the first command that fails."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.folder,
            env={
                **os.environ,
                "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "GITHUB_ACTION_PATH": str(CI),
                "BUILD": str(self.programs / "build"),
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def file(self, name: str) -> str:
        """The text of one of its files."""
        return (self.folder / name).read_text(encoding="utf-8")


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=someone", "-c", "user.email=someone@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, timeout=60)


def commit(folder: Path, content: bytes) -> None:
    (folder / "models" / "door.tflite").write_bytes(content)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A model")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A branch whose model costs several times what it costs in main."""
    root = tmp_path_factory.mktemp("ci")
    origin, clone, programs = root / "origin", root / "clone", root / "programs"
    (origin / "models").mkdir(parents=True)
    programs.mkdir()
    git(origin, "init", "--quiet", "--initial-branch", "main")
    commit(origin, model(channels=1))
    git(origin, "checkout", "--quiet", "-b", "larger")
    commit(origin, model(channels=24))
    git(root, "clone", "--quiet", "--depth", "1", "-b", "larger", origin.as_uri(), str(clone))
    (clone / "ci").mkdir()
    shutil.copy(CI / "measure", clone / "ci" / "measure")
    for name, script in (("neurio-gen", f'exec "{sys.executable}" -m neurio_gen "$@"'), ("gh", GH)):
        (programs / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    return Checkout(clone, programs)


def action() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((CI / "action.yml").read_text(encoding="utf-8"))
    return read


def step(name: str, given: dict[str, str] | None = None) -> tuple[str, dict[str, str]]:
    """A step's script and its environment, `${{ }}` replaced by what is given or the default."""
    values = {f"inputs.{key}": each.get("default") for key, each in action()["inputs"].items()}
    values |= given or {}
    (found,) = (each for each in action()["runs"]["steps"] if each.get("name") == name)

    def value_of(match: re.Match[str]) -> str:
        value = values[match[1]]
        assert isinstance(value, str), f"{match[0]} has no value"
        return value

    replaced = {
        key: re.sub(r"\$\{\{ (.+?) \}\}", value_of, text)
        for key, text in found.get("env", {}).items()
    }
    return found["run"], replaced


@pytest.fixture(scope="module")
def measured(checkout: Checkout) -> subprocess.CompletedProcess[str]:
    script, environment = step(
        "Measure", {"inputs.models": "models/*.tflite", "github.base_ref": "main"}
    )
    return checkout.run(script, **environment)


def test_a_regression_fails_the_action(
    measured: subprocess.CompletedProcess[str], checkout: Checkout
) -> None:
    assert measured.returncode == 1, measured.stderr
    assert "worse by more than 2%: file/door" in measured.stdout
    trees = subprocess.check_output(["git", "worktree", "list"], cwd=checkout.folder, text=True)
    assert len(trees.splitlines()) == 1  # main's files are gone again


def test_what_failed_the_action_is_shown(
    measured: subprocess.CompletedProcess[str], checkout: Checkout, tmp_path: Path
) -> None:
    script, environment = step("Summary")
    summary = tmp_path / "summary.md"
    assert checkout.run(script, GITHUB_STEP_SUMMARY=str(summary), **environment).returncode == 0
    text = summary.read_text(encoding="utf-8")
    assert "worse by more than 2%: file/door" in text
    assert "### Side by side" in text
    junit = ET.fromstring(checkout.file(f"neurio-gen-results/{BOARD}/junit.xml"))
    assert [case.get("name") for case in junit.iter("testcase")] == ["file/door"]


@pytest.mark.parametrize(
    ("earlier", "told"),
    [
        ("", "pr comment 7 --body-file neurio-gen-results/comment.md"),
        ("41", "--method PATCH repos/someone/door/issues/comments/41"),
    ],
)
def test_a_comment_is_written_once_and_then_replaced(
    measured: subprocess.CompletedProcess[str],
    checkout: Checkout,
    tmp_path: Path,
    earlier: str,
    told: str,
) -> None:
    script, environment = step("Comment", {"github.token": "", "github.event.number": "7"})
    log = tmp_path / "gh.log"
    done = checkout.run(
        script,
        **environment,
        EARLIER=earlier,
        GH_LOG=str(log),
        GITHUB_REPOSITORY="someone/door",
    )
    assert done.returncode == 0, done.stderr
    assert told in log.read_text(encoding="utf-8")
    assert checkout.file("neurio-gen-results/comment.md").startswith("<!-- neurio-gen -->")


def test_later_steps_run_though_measuring_failed() -> None:
    steps = action()["runs"]["steps"]
    names = [each.get("name") for each in steps]
    assert all("always()" in each["if"] for each in steps[names.index("Measure") + 1 :])


def test_gitlab_s_job_passes_with_the_results_that_its_branch_had_before(
    measured: subprocess.CompletedProcess[str], checkout: Checkout
) -> None:
    job = yaml.safe_load((CI / "gitlab-ci.yml").read_text(encoding="utf-8"))["neurio-gen"]
    (script,) = job["script"]
    variables = {**job["variables"], "RESULTS": "later", "BASELINE": "neurio-gen-results"}
    done = checkout.run(script, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1.000  +0.0 %" in checkout.file(f"later/{BOARD}/compare.txt")
    assert "### Side by side" in checkout.file("later/report.md")


@pytest.mark.parametrize(
    ("models", "said"),
    [("", "MODELS is empty"), ("nowhere.tflite", "nowhere.tflite")],
    ids=["none", "missing"],
)
def test_wrong_configuration_ends_with_2(checkout: Checkout, models: str, said: str) -> None:
    done = checkout.run('bash "$GITHUB_ACTION_PATH/measure"', MODELS=models, RESULTS="wrong")
    assert done.returncode == 2
    assert said in done.stderr
