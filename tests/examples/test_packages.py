"""What would be published: a wheel that works outside the checkout, and sources to make it of."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("dist")
    run("build", "--no-isolation", "--outdir", str(folder))
    return {path.suffix: path for path in folder.iterdir()}


def test_both_are_fit_to_be_published(packages: dict[str, Path]) -> None:
    assert set(packages) == {".whl", ".gz"}
    said = run("twine", "check", "--strict", *map(str, packages.values()))
    assert said.count("PASSED") == 2


def test_the_wheel_has_what_is_read_at_run_time(packages: dict[str, Path]) -> None:
    with zipfile.ZipFile(packages[".whl"]) as archive:
        names = set(archive.namelist())
    for data in ("templates/model.cc.j2", "platformio.ini", "docs/operators.md"):
        assert f"neurio_gen/data/{data}" in names
    assert not any("/tests/" in name for name in names)


def test_the_sources_have_the_tests(packages: dict[str, Path]) -> None:
    with tarfile.open(packages[".gz"]) as archive:
        names = archive.getnames()
    assert any(name.endswith("tests/examples/test_packages.py") for name in names)
    assert not any("/.venv/" in name for name in names)
