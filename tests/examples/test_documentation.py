"""The examples of the documentation and of examples/ run as they are written."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.command import ROOT, SECONDS, neurio_gen

PAGES = (
    "python-api.md",
    "add-a-benchmark.md",
    "add-a-suite.md",
    "override-a-template.md",
    "export.md",
)


def blocks(language: str) -> list[object]:
    """The text of each fenced block of a language, "" for those without one."""
    fenced = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
    found = []
    for page in PAGES:
        texts = fenced.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))
        chosen = [text for name, text in texts if name == language]
        found += [pytest.param(text, id=f"{page}-{n}") for n, text in enumerate(chosen, start=1)]
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a user's, with the examples in it; builds are shared by all examples."""
    path = tmp_path_factory.mktemp("documentation")
    shutil.copytree(ROOT / "examples", path / "examples")
    return path


def run_python(script: Path, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, script],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("text", blocks("python"))
def test_python_of_a_page_runs(text: str, folder: Path) -> None:
    if "to_pandas" in text:
        pytest.importorskip("pandas", reason="pandas is an optional dependency")
    script = folder / "example.py"
    script.write_text(text, encoding="utf-8")
    run_python(script, folder)


@pytest.mark.parametrize("text", blocks(""))
def test_commands_of_a_page_run(text: str, folder: Path) -> None:
    for line in text.splitlines():
        program, *arguments = shlex.split(line)
        assert program == "neurio-gen", line
        done = neurio_gen(*arguments, cwd=folder, PYTHONPATH=str(ROOT))
        assert done.code == 0, f"{line}\n{done.err}"


def test_the_script_of_the_examples_measures_and_saves(folder: Path) -> None:
    out = run_python(folder / "examples" / "measure_layers.py", folder)
    assert "dense-1024-256" in out
    lines = (folder / "layers.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 4


def test_the_overriding_template_changes_its_part_and_nothing_else(folder: Path) -> None:
    arguments = ("generate", "--board", "native", "--model", "examples/doorbell.tflite")
    for output, more in (("ours", ()), ("theirs", ("--templates", "examples/templates"))):
        done = neurio_gen(*arguments, "-o", output, *more, cwd=folder, PYTHONPATH=str(ROOT))
        assert done.code == 0, done.err
    sources = [folder / name / "generated" / "native" / "doorbell" for name in ("ours", "theirs")]
    model, suite = ("model_doorbell.cc", "suite.cc")
    assert (sources[0] / model).read_bytes() == (sources[1] / model).read_bytes()
    ours, theirs = ((source / suite).read_text().splitlines() for source in sources)
    changed = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0][1] == changed[0][0].replace("alignas(16)", "alignas(64)")
    assert "g_arena" in changed[0][1]


def test_a_packaged_suite_joins_the_catalogue_once_installed(folder: Path) -> None:
    """Installed by hand, as pip would: the package and what its metadata says, on the path."""
    site = folder / "site"
    package = folder / "examples" / "packaged-suite"
    shutil.copytree(package / "src" / "acme_suite", site / "acme_suite")
    metadata = site / "acme_suite-1.0.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-suite\nVersion: 1.0.0\n")
    project = (package / "pyproject.toml").read_text(encoding="utf-8")
    table = re.search(r'entry-points\."(.+?)"\]\nacme = "(.+?)"', project)
    assert table is not None
    (metadata / "entry_points.txt").write_text(f"[{table[1]}]\nacme = {table[2]}\n")

    path = os.pathsep.join([str(ROOT), str(site)])
    listed = neurio_gen("benchmarks", "--suite", "acme", cwd=folder, PYTHONPATH=path)
    assert "acme/vibration-large" in listed.out
    ran = neurio_gen(
        *("flash-and-run", "--board", "native", "-B", "acme/*"), cwd=folder, PYTHONPATH=path
    )
    assert ran.code == 0, ran.err
    assert ran.out.count("true") == 2
