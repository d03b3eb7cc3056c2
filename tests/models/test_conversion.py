"""Building models in a process of their own, and keeping them."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from neurio_gen.errors import ModelError, UsageError
from neurio_gen.models import (
    KerasModel,
    ModelOptions,
    ObtainedModel,
    Weights,
    obtain_all,
    tensorflow_process,
)
from neurio_gen.models.cache import sha256_of
from neurio_gen.models.conversion import content_key
from neurio_gen.models.jobs import BuildJob, InterpretJob
from neurio_gen.progress import SILENT
from tests.support.progress import Forbidden, Remembered

BUILDERS = Path(__file__).with_name("builders.py")
TELLING = "tests.models.telling_worker"


def small(units: int) -> KerasModel:
    return KerasModel(f"{BUILDERS}:small", f"small-{units}", (("units", units),))


SOURCES = (small(3), small(5), small(3), KerasModel(f"{BUILDERS}:two_inputs", "two inputs"))


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> ModelOptions:
    """Where the models of `SOURCES` are kept."""
    return ModelOptions(cache_dir=tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def told() -> Remembered:
    return Remembered()


@pytest.fixture(scope="module")
def built(options: ModelOptions, told: Remembered) -> list[ObtainedModel]:
    """What `SOURCES` came to, in one process."""
    return obtain_all(SOURCES, options, told)


def test_models_are_built_once_for_all(
    built: list[ObtainedModel], options: ModelOptions, told: Remembered
) -> None:
    assert obtain_all(SOURCES, options, Forbidden()) == built
    assert built[0] == built[2] != built[1]
    assert built[0].weights is Weights.RANDOM
    assert built[0].facts == {"parameters": 8 * 3 + 3}
    assert told.stages[0] == ("models", "starting TensorFlow")
    assert told.stages[-1] == ("models", "two inputs, 3 of 3 built")


def job(label: str) -> InterpretJob:
    return InterpretJob(label, b"", [])


def test_only_a_damaged_result_is_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given two results in the cache, made by a stand-in for the worker
    asked: list[str] = []

    def build(worker: str, jobs: list[BuildJob], *_: object) -> None:
        for job in jobs:
            asked.append(job.label)
            content = b"model " + job.label.encode()
            record = {"sha256": sha256_of(content), "weights": "random", "origin": "", "facts": {}}
            job.tflite.parent.mkdir(exist_ok=True)
            job.tflite.write_bytes(content)
            job.facts.write_text(json.dumps(record))

    monkeypatch.setattr(tensorflow_process, "run", build)
    options = ModelOptions(cache_dir=tmp_path)
    whole = obtain_all([small(2), small(3)], options)

    for damage in (b"", b"damaged", whole[1].tflite[:-1]):
        # when one is damaged
        asked.clear()
        [path] = [p for p in tmp_path.rglob("*.tflite") if p.read_bytes() == whole[1].tflite]
        path.write_bytes(damage)
        # then that one is built again and the other is not
        assert obtain_all([small(2), small(3)], options) == whole
        assert asked == ["small-3"]


def test_the_key_follows_everything_the_result_depends_on(tmp_path: Path) -> None:
    copy = tmp_path / "builders.py"
    copy.write_text(BUILDERS.read_text() + "\n# changed\n")
    changed = KerasModel(f"{copy}:small", "small-2", (("units", 2),))
    keys = [
        content_key(small(2), 0, "2.20"),
        content_key(small(3), 0, "2.20"),
        content_key(small(2), 1, "2.20"),
        content_key(small(2), 0, "2.21"),
        content_key(changed, 0, "2.20"),
    ]
    assert len(set(keys)) == len(keys)
    assert content_key(small(2), 0, "2.20") == keys[0]


def test_one_failing_builder_is_named_and_the_others_are_the_same_again(
    built: list[ObtainedModel], tmp_path: Path
) -> None:
    # given models that another process has built, when one beside them fails
    options = ModelOptions(cache_dir=tmp_path)
    wrong = KerasModel(f"{BUILDERS}:wrong", "the wrong one")
    with pytest.raises(ModelError, match="the wrong one: ValueError: seed 0 is not to my liking"):
        obtain_all([wrong, *SOURCES], options)
    # then they are kept, and they are the same
    assert obtain_all(SOURCES, options, Forbidden()) == built


def test_a_crash_is_one_clear_error(tmp_path: Path) -> None:
    crashing = KerasModel(f"{BUILDERS}:crashing", "the crashing one")
    with pytest.raises(
        ModelError, match=r"building the crashing one, crashed: it ended with exit code 7"
    ):
        obtain_all([crashing], ModelOptions(cache_dir=tmp_path))


def test_a_silent_worker_is_given_up() -> None:
    with pytest.raises(ModelError, match=r"no sign of life for 0\.5 s"):
        tensorflow_process.run(
            "tests.models.silent_worker",
            [InterpretJob("x", b"", [])],
            SILENT,
            silence_seconds=0.5,
        )


def test_many_models_are_shared_by_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    # given two processors
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    told = Remembered()
    labels = [f"model {number}" for number in range(16)]
    # when as many models are built as are worth a second process
    answers = tensorflow_process.run(TELLING, [job(label) for label in labels], told)
    # then two have built them, and all are there in their order
    assert [label for label, _ in answers] == labels
    assert len({process for _, process in answers}) == 2
    assert told.stages[-1][1].endswith("16 of 16 built")
    # and fewer are built by one
    few = tensorflow_process.run(TELLING, [job(label) for label in labels[:15]], SILENT)
    assert len({process for _, process in few}) == 1


def test_of_many_models_those_that_fail_are_told_in_their_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    jobs = [job("no 1"), *[job("yes")] * 14, job("no 2")]
    with pytest.raises(ModelError, match=r"- no 1: it may not be\n  - no 2: it may not be"):
        tensorflow_process.run(TELLING, jobs, SILENT)
    # and where a process ends, the others do, too
    with pytest.raises(ModelError, match=r"building end, crashed: it ended with exit code 3"):
        tensorflow_process.run(TELLING, [job("end"), *[job("yes")] * 400], SILENT)


def test_missing_tensorflow_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def not_installed(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("neurio_gen.models.conversion.version", not_installed)
    with pytest.raises(UsageError) as caught:
        obtain_all([small(2)], ModelOptions(cache_dir=tmp_path))
    assert caught.value.hint == "pip install 'neurio-gen[keras]'"


@pytest.mark.parametrize("builder", ["no.such.package:f", "no_file.py:f", "json", ":f", "json:"])
def test_a_builder_that_does_not_exist_is_a_usage_error(builder: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no model builder"):
        obtain_all([KerasModel(builder, "x")], ModelOptions(cache_dir=tmp_path))


def test_this_process_never_loads_tensorflow() -> None:
    code = (
        "import sys, neurio_gen.models, neurio_gen.benchmarks; "
        "sys.exit(any(m in sys.modules for m in ('tensorflow', 'keras', 'pooch', 'sklearn')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
