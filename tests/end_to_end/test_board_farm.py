"""A lab on loopback: labgrid's coordinator, exporter and drivers, boards that are emulated."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from importlib import util
from pathlib import Path

import pytest

from neurio_gen.benchmarks import from_files
from neurio_gen.boards import load_board
from neurio_gen.devices.labgrid import farm
from neurio_gen.devices.labgrid.requests import (
    Look,
    PowerCycle,
    Ran,
    Release,
    Run,
    StorageCopy,
    Take,
)
from neurio_gen.errors import (
    EXIT_FAILED,
    EXIT_USAGE,
    DeviceError,
    NeurioGenError,
    UsageError,
)
from neurio_gen.flashing import lab as flashing_lab
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline.measure import Measured, measure
from neurio_gen.pipeline.modes.verify import VerifyMode
from neurio_gen.pipeline.request import FlashWish, Request
from neurio_gen.progress import Progress
from neurio_gen.results import read_runs
from neurio_gen.sweep import Matrix, sweep
from neurio_gen.sweep.executors import Done, Executor
from neurio_gen.sweep.job import Batch
from neurio_gen.sweep.worker import run_batch
from tests.support.lab import Lab, Person, two_nucleos, wait_for
from tests.support.model_writer import ModelWriter
from tests.support.quantised_layers import Dense, Quantised, random_weights

BOARD = "nucleo_l4r5zi"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    folder = tmp_path_factory.mktemp("lab")
    with two_nucleos(folder) as lab, pytest.MonkeyPatch.context() as patch:
        for name, value in lab.environment.items():
            patch.setenv(name, value)
        yield lab


@pytest.fixture(scope="module")
def request_(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Request:
    """Two models, an image for each."""
    folder = tmp_path_factory.mktemp("models")
    for outputs, name in enumerate("ab", 2):
        writer = ModelWriter()
        Dense(1, random_weights(outputs, outputs, 16), Quantised()).write(writer)
        (folder / f"{name}.tflite").write_bytes(writer.bytes())
    benchmarks = from_files(sorted(folder.glob("*.tflite")))
    output = tmp_path_factory.mktemp("out")
    return Request(load_board(BOARD), benchmarks, ModelOptions(), output, wait=30)


@pytest.fixture(scope="module")
def _people(lab: Lab) -> Iterator[tuple[Person, Person]]:
    people = Person(lab, "anna"), Person(lab, "bob")
    yield people
    for person in people:
        person.leave()


@pytest.fixture
def anna(_people: tuple[Person, Person]) -> Iterator[Person]:
    """The user that we run as, in another session."""
    yield _people[0]
    _people[0].ask(Release())


@pytest.fixture
def bob(_people: tuple[Person, Person]) -> Iterator[Person]:
    """Somebody else."""
    yield _people[1]
    _people[1].ask(Release())


@dataclass
class At(Progress):
    """Does something when the measuring of a benchmark begins; remembers what was noted."""

    subject: str
    act: Callable[[], object]

    def __post_init__(self) -> None:
        self.notes: list[str] = []

    def stage(self, stage: str, subject: str) -> None:
        if (stage, subject) == ("verify", self.subject):
            self.act()

    def note(self, text: str) -> None:
        self.notes.append(text)


def at(port: str, request: Request, progress: Progress | None = None) -> Measured:
    return measure(replace(request, port=port), VerifyMode(samples=1), progress)


def statuses(found: Measured) -> list[str]:
    return [result.status for result in found.results]


def test_a_board_is_acquired_flashed_and_given_back(
    lab: Lab, request_: Request, anna: Person
) -> None:
    """Given a place, when measured at it, then labgrid's own driver has called OpenOCD."""
    held: list[str | None] = []
    progress = At("a", lambda: held.append(anna.holder_of("nucleo-1")))
    found = at("labgrid://nucleo-1", request_, progress)

    assert statuses(found) == ["ok", "ok"]
    assert str(held[0]).startswith("held by desk/anna (you) since 20")
    assert anna.holder_of("nucleo-1") is None
    words = (lab.folder / "openocd.txt").read_text().splitlines()
    *first, program = words[: len(words) // 2]
    assert first == [
        *("--command", 'adapter usb location "1-1"'),
        *("--file", "interface/stlink.cfg"),
        *("--command", "source [find target/stm32l4x.cfg]"),
        "--command",
    ]
    assert program.startswith(f"program {{{request_.output}")
    assert program.endswith(".elf} verify reset exit")


@pytest.mark.parametrize("kick", ["taken", "gone"])
def test_a_place_is_lost_in_the_middle(lab: Lab, request_: Request, kick: str) -> None:
    """Given one result, when the place is taken or the coordinator dies, then no more count.

    What was measured is kept, and --resume measures the rest, with any place that is free.
    """

    def act() -> None:
        if kick == "taken":
            lab.client("-p", "nucleo-1", "release", "--kick", user="bob")
        else:
            lab.kill_coordinator()

    request = replace(request_, seed=1 + (kick == "gone"))
    try:
        found = at("labgrid://nucleo-1", request, At("b", act))
    finally:
        if kick == "gone":
            lab.close()
            lab.start()
    assert statuses(found) == ["ok", "failed"]
    error = found.errors[found.results[1].benchmark]
    assert isinstance(error, DeviceError)
    said = {
        "taken": "The place nucleo-1 was taken from you at ",
        "gone": f"The labgrid coordinator at {lab.address} has gone: the place nucleo-1 is not",
    }
    assert error.message.startswith(said[kick])
    assert "--resume" in str(error.hint)

    again = at("labgrid://", replace(request, resume=True))
    assert statuses(again) == ["ok", "ok"]
    (run,) = (run for run in read_runs(request.workspace.results) if run.path == again.run)
    measured = [result.benchmark for result in run.results if result.status == "ok"]
    assert sorted(measured) == sorted(benchmark.id for benchmark in request.benchmarks)


HOLD = """
import sys, time
from neurio_gen.boards import load_board
from neurio_gen.devices.labgrid.farm import Farm

with Farm("labgrid://nucleo-2", load_board("nucleo_l4r5zi")) as farm:
    farm.take(10, print)
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_place_is_given_back_however_we_end(lab: Lab, anna: Person, how: int) -> None:
    """labgrid itself would keep it acquired."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert anna.holder_of("nucleo-2") is not None
        process.send_signal(how)
    wait_for(lambda: anna.holder_of("nucleo-2") is None)


class Threads(Executor):
    """Two batches at once, in this process."""

    @property
    def workers(self) -> int:
        return 2

    def run(self, batches: Sequence[Batch]) -> Generator[Done, None, None]:
        with ThreadPoolExecutor(2) as pool:
            running = {pool.submit(run_batch, batch): batch for batch in batches}
            for future in as_completed(running):
                yield Done(running[future], future.result())


def test_a_sweep_uses_all_places_of_a_board(lab: Lab, request_: Request) -> None:
    """Given two places, when swept, then both are flashed at the same time."""
    stuck = lab.folder / "1-1.stuck"
    stuck.touch()
    log = lab.folder / "coordinator.log"
    before = log.read_text().count("place acquired")

    def release() -> None:
        wait_for(lambda: log.read_text().count("place acquired") >= before + 2)
        stuck.unlink()

    watching = threading.Thread(target=release)
    watching.start()
    models = tuple(str(each.source.path) for each in request_.benchmarks)  # type: ignore[attr-defined]
    matrix = Matrix(models=models, boards=(BOARD,), modes=("verify",), inputs=1, port="labgrid://")
    swept = sweep(matrix, request_.output, executor=Threads())
    watching.join()
    assert swept.ok
    assert [result.device for result in swept.results] == ["serial", "serial"]


def test_a_place_that_is_held_is_waited_for(lab: Lab, anna: Person, bob: Person) -> None:
    """Who has it is told, and when it is given back, who waits gets it before others."""
    bob.ask(Take(Look("nucleo-1", BOARD), 0))
    with pytest.raises(DeviceError, match=r"nucleo-1: held by desk/bob since 20\d\d-") as caught:
        anna.ask(Take(Look("nucleo-1", BOARD), 0))
    assert "--wait SECONDS" in str(caught.value.hint)

    told: list[str] = []

    def tell(text: str) -> None:
        told.append(text)
        bob.ask(Release())

    assert anna.ask(Take(Look("nucleo-1", BOARD), 20), tell).place == "nucleo-1"
    assert "held by desk/bob since" in told[0]
    assert lab.client("reservations") == ""


def test_places_by_their_tag(anna: Person, bob: Person) -> None:
    """Given one of two places held, when any is asked for, then it is the other."""
    bob.ask(Take(Look("nucleo-1", BOARD), 0))
    taken = anna.ask(Take(Look(None, BOARD), 0))
    assert taken.place == "nucleo-2"
    assert taken.url.startswith("socket://127.0.0.1:")


@pytest.mark.parametrize(
    ("place", "board", "says"),
    [
        ("nowhere", BOARD, "has no place nowhere"),
        ("bare", BOARD, "The place bare has no serial port, only NetworkUSBDebugger"),
        ("nucleo-1", "rpipico", "tagged board=nucleo_l4r5zi, not rpipico"),
        (None, "rpipico", "No place .* is tagged board=rpipico; .* nucleo-1 .board=nucleo_l4r5"),
    ],
)
def test_places_that_cannot_be_meant(
    anna: Person, place: str | None, board: str, says: str
) -> None:
    with pytest.raises(DeviceError, match=says) as caught:
        anna.ask(Look(place, board))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("port", "says"),
    [
        ("labgrid://nowhere", "has no place nowhere"),
        ("labgrid://127.0.0.1:1/nucleo-1", "No labgrid coordinator answers at 127.0.0.1:1"),
    ],
)
def test_mistakes_are_found_before_anything_is_built(
    lab: Lab, request_: Request, port: str, says: str
) -> None:
    request = replace(request_, output=request_.output / "none")
    with pytest.raises(NeurioGenError, match=says) as caught:
        at(port, request)
    assert caught.value.exit_code == (EXIT_USAGE if "nowhere" in port else EXIT_FAILED)
    assert not request.output.exists()


def test_what_has_no_meaning_in_a_lab(
    lab: Lab, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="--probe has no meaning"):
        at("labgrid://nucleo-1", replace(request_, flash=FlashWish(probe="066A")))
    with pytest.raises(UsageError, match="cannot be flashed by pyocd through labgrid"):
        at("labgrid://nucleo-1", replace(request_, flash=FlashWish("pyocd")))
    with pytest.raises(DeviceError, match="The place far has nothing to flash nucleo_l4r5zi with"):
        at("labgrid://far", replace(request_, flash=FlashWish("openocd")))
    monkeypatch.setattr(farm, "find_spec", lambda name: None if name == "labgrid" else util)
    with pytest.raises(UsageError, match="needs labgrid") as caught:
        at("labgrid://nucleo-1", request_)
    assert caught.value.hint == "pip install 'neurio-gen[labgrid]'"


@pytest.mark.parametrize(
    ("probe", "says", "hint"),
    [
        ("broken", "failed with exit code 1; it said:\n  Error: open failed", "finds no such prob"),
        ("stuck", "did not finish within 1 s; it said:\n  Open On-Chip Debugger", "probe free"),
    ],
)
def test_a_probe_that_fails(
    lab: Lab,
    request_: Request,
    monkeypatch: pytest.MonkeyPatch,
    probe: str,
    says: str,
    hint: str,
) -> None:
    """Given OpenOCD that finds no probe or hangs, when flashed through labgrid, then it shows."""
    monkeypatch.setattr(flashing_lab, "TIMEOUT", 1.0 if probe == "stuck" else 60.0)
    flag = lab.folder / f"1-1.{probe}"
    flag.touch()
    try:
        found = at("labgrid://nucleo-1", replace(request_, benchmarks=request_.benchmarks[:1]))
    finally:
        flag.unlink()
    (error,) = found.errors.values()
    assert error is not None
    assert f"Flashing through labgrid by OpenOCD {says}" in error.message
    assert hint in str(error.hint)


def test_drives_and_switches(lab: Lab, tmp_path: Path) -> None:
    """Given a place without a probe, then its drive is written, and its power resets the board."""
    image = tmp_path / "image.bin"
    image.write_bytes(b"firmware")
    carl = Person(lab, "carl", "tests.support.lab_with_drives")
    try:
        assert carl.ask(Take(Look("far", BOARD), 0)).url == "rfc2217://127.0.0.1:7?ign_set_control"
        assert carl.ask(Run(StorageCopy(str(image)), 30)) == Ran("")
        assert carl.ask(Run(PowerCycle("NetworkPowerPort"), 30)).problem is None
    finally:
        carl.leave()
    assert (lab.folder / "drive" / "image.bin").read_bytes() == b"firmware"
    assert not (lab.folder / "mounted.txt").exists()
    assert lab.switch.told == ["0", "1"]
