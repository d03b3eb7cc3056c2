"""What the layers of models cost on an emulated board, layer by layer."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import numpy as np

from neurio_gen.benchmarks import Benchmark
from neurio_gen.compiler.plan import Plan
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.devices.target import device
from neurio_gen.engines import AotEngine
from neurio_gen.level import Level
from neurio_gen.models import FileModel, ModelOptions
from neurio_gen.models.interface import ResultKind
from neurio_gen.pipeline.bench import Place
from neurio_gen.pipeline.measure import measure
from neurio_gen.pipeline.mode import DeviceMode, Finding, Steps
from neurio_gen.pipeline.oracles import Measurable
from neurio_gen.pipeline.request import Request
from neurio_gen.profiling.emulated import profile_emulated
from neurio_gen.profiling.layers import Cost, ModelProfile
from neurio_gen.profiling.timing.estimate import Cycles
from neurio_gen.progress import Progress


@dataclass(frozen=True)
class Counting(DeviceMode):
    """Profiles one inference of random bytes; the answer is not asked for, which would take longer.

    `profiles` are those that were taken, by the benchmark's name.
    """

    name: ClassVar[str] = "counting"
    compared: ClassVar[bool] = False

    profiles: dict[str, ModelProfile] = field(default_factory=dict)

    def device(self, board):  # type: ignore[no-untyped-def]
        """The emulator that knows blocks."""
        return "emulated"

    def steps(self, benchmark: Benchmark) -> int:
        """One inference."""
        return 1

    def measure(self, request: Request, item: Measurable, place: Place, steps: Steps) -> Finding:
        """The profile of one inference."""
        emulated = place.device
        assert isinstance(emulated, EmulatedDevice)
        place.session.select(item.image_model.id)
        given = np.random.default_rng(0).integers(0, 256, item.input_bytes, np.uint8)
        place.session.load(given.tobytes())
        program = item.image_model.program
        profile = profile_emulated(emulated, place.session, item.image_model.id, program)
        self.profiles[item.benchmark.name] = profile
        steps.done()
        return Finding({"bit_exact_reason": "not compared", "instructions": profile.total})


@dataclass(frozen=True, eq=False)
class Counted:
    """A model's plan, what each of its layers took, and what was between them."""

    name: str
    plan: Plan
    costs: tuple[Cost, ...]
    overhead: Cost

    @property
    def instructions(self) -> int:
        """Of an inference."""
        return sum(cost.count for cost in (*self.costs, self.overhead))

    @property
    def cycles(self) -> int | None:
        """Of an inference; None where the core's timing has no model."""
        known = self._known
        return sum(each.total for each in known) if len(known) == len(self.costs) + 1 else None

    @property
    def code_waits(self) -> int:
        """Those of its cycles that are waits for code in flash."""
        return sum(each.code_waits for each in self._known)

    @property
    def _known(self) -> list[Cycles]:
        return [cost.estimate for cost in (*self.costs, self.overhead) if cost.estimate]


def count(
    models: Iterable[tuple[str, bytes]], board: str, level: Level, output: Path, progress: Progress
) -> list[Counted]:
    """Each model's plan for a level with the costs of its layers. Models that do not fit are left.

    `output` holds models, images and results.
    """
    folder = output / "models"
    folder.mkdir(parents=True, exist_ok=True)
    benchmarks = []
    for name, content in models:
        path = folder / f"{name}.tflite"
        path.write_bytes(content)
        source = FileModel(path)
        benchmarks.append(
            Benchmark(f"fit/{name}", "fit", name, "", source, (), result_kind=ResultKind.TOP1)
        )
    mode = Counting()
    engine = AotEngine(level=level)
    request = Request(
        board=device(board, emulate=True).board,
        benchmarks=tuple(benchmarks),
        models=ModelOptions(),
        output=output / level.value,
        engine=engine,
    )
    measured = measure(request, mode, progress)
    for result in measured.results:
        if result.status == "failed":
            progress.note(f"{result.benchmark}: {result.error}")
    found = []
    for name, profile in mode.profiles.items():
        content = (folder / f"{name}.tflite").read_bytes()
        program = engine.load(content, name, request.board)  # the profile's may have no plan
        costs = tuple(layer.cost for layer in profile.layers)
        found.append(Counted(name, program.plan, costs, profile.overhead))
    return found


def save(path: Path, counted: Sequence[Counted]) -> None:
    """Keeps what was counted: fits take seconds, counting takes long."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(list(counted)))


def load(path: Path) -> list[Counted]:
    """What was kept. Raises OSError where nothing was."""
    found: list[Counted] = pickle.loads(path.read_bytes())  # our own file
    return found
