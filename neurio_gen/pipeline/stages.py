"""A benchmark on its way from its model to an image, one type for each stage that it has reached.

`Subject` -> `Compiled` -> `Generated` -> `Built`: each has what those before it have. Where the way
ends early, `Failed` stands in the place of the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from neurio_gen.benchmarks import Benchmark
from neurio_gen.build import BuiltImage
from neurio_gen.codegen import GeneratedImage, ImageModel, Program
from neurio_gen.codegen.image import memory_of
from neurio_gen.compiler.tolerance import Tolerance
from neurio_gen.errors import NeurioGenError
from neurio_gen.models import ObtainedModel


@dataclass(frozen=True, eq=False)
class Subject:
    """A benchmark and the model that was obtained for it."""

    benchmark: Benchmark
    model: ObtainedModel


@dataclass(frozen=True, eq=False)
class Compiled(Subject):
    """The engine can run the model: `program` is what it makes of it."""

    program: Program

    @property
    def image_model(self) -> ImageModel:
        """The program with its workload, as code generation takes it."""
        benchmark = self.benchmark
        return ImageModel(
            benchmark.name, self.program, benchmark.input_encoding, benchmark.result_kind
        )

    @property
    def tolerance(self) -> Tolerance:
        """What outputs may differ from the oracle's by: what the kernels or the oracle bring."""
        benchmark = self.benchmark
        return self.program.tolerance.widened(
            Tolerance(benchmark.relative_tolerance, benchmark.tolerance)
        )

    @property
    def input_bytes(self) -> int:
        """Bytes that the host loads for one inference."""
        return memory_of([self.image_model])["buffer"]


@dataclass(frozen=True, eq=False)
class Generated(Compiled):
    """The board can hold the model: `sources` are those of its image, which others may share."""

    sources: GeneratedImage


@dataclass(frozen=True, eq=False)
class Built(Generated):
    """There is an image that holds the model."""

    image: BuiltImage


@dataclass(frozen=True, eq=False)
class Failed:
    """A benchmark that goes no further than the stage it has `reached`, and why."""

    reached: Subject
    error: NeurioGenError

    @property
    def benchmark(self) -> Benchmark:
        """The benchmark."""
        return self.reached.benchmark

    @property
    def model(self) -> ObtainedModel:
        """Its model."""
        return self.reached.model


Prepared = Generated | Failed
"""What `prepare` makes of a benchmark."""

Construction = Built | Failed
"""What `construct` makes of one."""


def errors_of(items: Iterable[Subject | Failed]) -> dict[str, NeurioGenError | None]:
    """What is wrong with each of the items, by its benchmark's id; None where nothing is."""
    return {item.benchmark.id: item.error if isinstance(item, Failed) else None for item in items}
