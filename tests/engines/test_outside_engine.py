"""The engine of docs/engines.md, installed beside neurio-gen: nothing of ours knows it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from tests.end_to_end.command import ROOT, Outcome, neurio_gen, read_results
from tests.engines.models import copying_model, softmax_model
from tests.support.model_writer import ModelWriter

PAGE = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")


def block(title: str) -> str:
    found = re.search(rf'```\w+ title="{re.escape(title)}"\n(.*?)```', PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def reshaping_model() -> bytes:
    writer = ModelWriter()
    source = writer.input((1, 4, 4), scale=0.5, zero_point=3)
    target = writer.output((1, 16), scale=0.5, zero_point=3)
    writer.op("RESHAPE", [source], [target], new_shape=[1, 16])
    return writer.bytes()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Installed by hand, as pip would: the module and what its metadata says, on the path."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "acme_engine.py").write_text(block("acme_engine.py"))
    table = re.search(r'entry-points\."(.+?)"\]\n(\w+) = "(.+)"', block("pyproject.toml"))
    assert table is not None
    metadata = folder / "acme_engine-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-engine\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[{table[1]}]\n{table[2]} = {table[3]}\n")
    (folder / "reshape.tflite").write_bytes(reshaping_model())
    (folder / "copy.tflite").write_bytes(copying_model())
    (folder / "softmax.tflite").write_bytes(softmax_model())
    return folder


def run(site: Path, *arguments: str | Path) -> Outcome:
    path = os.pathsep.join([str(ROOT), str(site)])
    return neurio_gen(*arguments, "-o", site / "out", cwd=site, PYTHONPATH=path)


def test_it_is_measured_and_its_results_say_so(site: Path) -> None:
    # when a model is run by it, and by ours
    for engine in ("copy", "aot"):
        done = run(
            site,
            *("flash-and-run", "--board", "native", "--model", "reshape.tflite"),
            *("--engine", engine, "--json", f"{engine}.json"),
        )
        assert done.code == 0, done.err
    # then both are exact, and each result names its engine and what it says of itself
    (theirs,) = read_results(site / "copy.json")
    (ours,) = read_results(site / "aot.json")
    assert (theirs["engine"], theirs["kernels"], theirs["bit_exact"]) == ("copy", "memcpy", True)
    kernels = load_board("native").isa.value
    assert (ours["engine"], ours["kernels"], ours["bit_exact"]) == ("aot", kernels, True)
    # and they are compared by name
    compared = run(site, "compare", "copy", "aot", "--by", "flash")
    assert compared.code == 0, compared.err
    assert "copy" in compared.out
    assert "aot" in compared.out


def test_resume_takes_no_result_of_another_engine(site: Path) -> None:
    arguments = ("flash-and-run", "--board", "native", "--model", "reshape.tflite", "--resume")
    assert run(site, *arguments, "--engine", "copy").code == 0
    again = run(site, *arguments, "--engine", "copy")
    assert "1 of 1 known" in again.err
    other = run(site, *arguments, "--engine", "aot")
    assert other.code == 0
    assert "copy" not in other.out


def test_what_it_cannot_run_is_said_at_once(site: Path) -> None:
    done = run(site, "build", "--board", "native", "--model", "copy.tflite", "--engine", "copy")
    assert done.code != 0
    assert "operator 1, RELU" in done.err


def test_it_is_offered_where_a_name_is_wrong(site: Path) -> None:
    done = run(site, "build", "--board", "native", "--model", "copy.tflite", "--engine", "copi")
    assert done.code == 2
    assert "There is copy." in done.err
