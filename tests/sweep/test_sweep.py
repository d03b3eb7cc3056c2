"""Sweeps on this computer: each content once, failures alone, nothing lost, nothing twice."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from neurio_gen.results import Result, read_runs
from neurio_gen.sweep import Matrix, Swept, sweep
from neurio_gen.sweep.executors import DaskCluster, Done, Executor, LocalProcesses
from neurio_gen.sweep.job import Batch
from neurio_gen.sweep.worker import run_batch, runs_of
from tests.sweep.models import dense_model

FUNCTION = """
from pathlib import Path

def models():
    yield "first", Path(r"{folder}/a.tflite").read_bytes()
    yield "again", Path(r"{folder}/a.tflite").read_bytes()
"""


@dataclass
class InThisProcess(Executor):
    """Does batches one after the other and remembers them; after `most`, it ends as a kill does."""

    most: int | None = None
    done: list[Batch] = field(default_factory=list)

    @property
    def workers(self) -> int:
        return 2

    def run(self, batches: Sequence[Batch]) -> Generator[Done, None, None]:
        for batch in batches:
            if len(self.done) == self.most:
                raise KeyboardInterrupt
            self.done.append(batch)
            yield Done(batch, run_batch(batch))

    @property
    def measured(self) -> list[str]:
        return [job.benchmark.id for batch in self.done for job in batch.left]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three models, what is none, and a function that yields one of them under two names."""
    folder: Path = tmp_path_factory.mktemp("models")
    for name, outputs in (("a", 2), ("b", 3), ("c", 5)):
        (folder / f"{name}.tflite").write_bytes(dense_model(outputs))
    (folder / "bad.tflite").write_bytes(b"no model")
    (folder / "nets.py").write_text(FUNCTION.format(folder=folder))
    return folder


@pytest.fixture(scope="module")
def matrix(folder: Path) -> Matrix:
    models = (str(folder / "*.tflite"), f"{folder}/nets.py:models")
    return Matrix(models=models, boards=("native",))


@pytest.fixture(scope="module")
def swept(matrix: Matrix, tmp_path_factory: pytest.TempPathFactory) -> tuple[Swept, Path]:
    """An undisturbed sweep, and where it is."""
    output = tmp_path_factory.mktemp("swept")
    return sweep(matrix, output, executor=InThisProcess()), output


def ended_after_a_batch(matrix: Matrix, output: Path) -> InThisProcess:
    """Who did the first batch of a sweep that then ended; what it had fetched is lost with it."""
    executor = InThisProcess(most=1)
    with pytest.raises(KeyboardInterrupt):
        sweep(matrix, output, executor=executor)
    shutil.rmtree(output / "results")
    return executor


def _table(swept: Swept) -> list[tuple[str, str, int | None, bool | None]]:
    return [(r.benchmark, r.status, r.flash_bytes, r.bit_exact) for r in swept.results]


def _kept(output: Path) -> list[Result]:
    return [result for run in read_runs(output / "results") for result in run.results]


def test_every_cell_has_its_result_and_what_is_no_model_leaves_the_rest(
    swept: tuple[Swept, Path],
) -> None:
    found, _ = swept
    states = {result.benchmark: (result.status, result.bit_exact) for result in found.results}
    good = ("ok", True)
    names = ("file/a", "file/b", "file/c", "sweep/first", "sweep/again")
    assert {name: states[name] for name in names} == dict.fromkeys(names, good)
    assert not found.ok
    bad = [r.error or "" for r in found.results if r.benchmark == "file/bad"]
    bad += [why for name, why in found.failures if name == "file/bad"]
    assert "bad.tflite is no .tflite" in bad[0]


def test_one_content_is_measured_once_whatever_it_is_called(swept: tuple[Swept, Path]) -> None:
    kept = [result.benchmark for result in _kept(swept[1])]
    assert len(kept) == len(set(kept))
    assert len({"file/a", "sweep/first", "sweep/again"} & set(kept)) == 1


def test_results_are_one_run_of_the_board(swept: tuple[Swept, Path]) -> None:
    runs = list(read_runs(swept[1] / "results"))
    assert [{result.board for result in run.results} for run in runs] == [{"native"}]


def test_resume_goes_by_content_not_by_name_or_place(
    swept: tuple[Swept, Path], folder: Path, tmp_path: Path
) -> None:
    # given the same models in another order, one of them under another name
    shutil.copy(folder / "b.tflite", tmp_path / "renamed.tflite")
    models = (str(tmp_path / "renamed.tflite"), str(folder / "a.tflite"))
    executor = InThisProcess()
    # when they are swept once more
    again = sweep(
        Matrix(models=models, boards=("native",)), swept[1], executor=executor, resume=True
    )
    # then nothing is measured
    assert executor.measured == []
    assert [result.benchmark for result in again.results] == ["file/renamed", "file/a"]
    assert again.ok


def test_a_sweep_that_is_ended_anywhere_goes_on_to_the_same_table(
    swept: tuple[Swept, Path], matrix: Matrix, tmp_path: Path
) -> None:
    # given a sweep that ends after its first batch, and whose kept results are lost with it
    first = ended_after_a_batch(matrix, tmp_path)
    # when it goes on
    second = InThisProcess()
    resumed = sweep(matrix, tmp_path, executor=second, resume=True)
    # then what the workers had kept is taken, the rest is measured, and nothing twice
    good = set(first.measured) - {"file/bad"}
    assert good and not good & set(second.measured)
    assert _table(resumed) == _table(swept[0])


def test_what_is_left_of_a_batch_is_measured_in_the_image_that_it_was_to_share(
    swept: tuple[Swept, Path], matrix: Matrix, tmp_path: Path
) -> None:
    # given a sweep that ends when one model of a batch is measured, and the other is not
    first = ended_after_a_batch(matrix, tmp_path)
    (run,) = read_runs(runs_of(first.done[0]))
    (lost,) = (each for each in run.results if each.benchmark == first.measured[-1])
    lines = run.path.read_text().splitlines(keepends=True)
    run.path.write_text("".join(line for line in lines if lost.benchmark not in line))
    # when it goes on
    second = InThisProcess()
    resumed = sweep(matrix, tmp_path, executor=second, resume=True)
    # then the other is measured as if nothing had happened, and alone
    (again,) = (batch for batch in second.done if batch.key == first.done[0].key)
    assert [job.benchmark.id for job in again.left] == [lost.benchmark]
    (found,) = (each for each in resumed.results if each.benchmark == lost.benchmark)
    assert found.image_sha256 == lost.image_sha256
    assert _table(resumed) == _table(swept[0])


def test_processes_of_this_computer_find_the_same(
    swept: tuple[Swept, Path], matrix: Matrix
) -> None:
    assert _table(sweep(matrix, swept[1], executor=LocalProcesses(2))) == _table(swept[0])


@pytest.mark.slow
def test_a_dask_cluster_finds_the_same(
    swept: tuple[Swept, Path], matrix: Matrix, tmp_path: Path
) -> None:
    pytest.importorskip("distributed")
    found = sweep(matrix, tmp_path, executor=DaskCluster("local", 2))
    assert _table(found) == _table(swept[0])
