"""A suite of one's own: Keras builders and .tflite files under one name."""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from neurio_gen.benchmarks.benchmark import WIRE_NAME, Benchmark
from neurio_gen.benchmarks.facts import SuiteFacts
from neurio_gen.errors import UsageError
from neurio_gen.models import FileModel, KerasModel
from neurio_gen.models.interface import ResultKind

Builder = TypeVar("Builder", bound=Callable[..., Any])


class Suite:
    """An ordered set of benchmarks that a user adds to in a Python file or package.

    Names of suites and benchmarks are letters, digits, - and _, at most 40. All methods raise
    UsageError for a name that is wrong or taken.
    """

    def __init__(self, name: str, facts: SuiteFacts | None = None) -> None:
        """`facts` hold for all of its benchmarks: whether they share images, their chart, ..."""
        if not WIRE_NAME.fullmatch(name):
            raise UsageError(
                f"{name!r} cannot be a suite's name.", hint="Letters, digits, - and _, at most 40."
            )
        self.name = name
        self.facts = facts or SuiteFacts()
        self._benchmarks: dict[str, Benchmark] = {}

    @property
    def benchmarks(self) -> tuple[Benchmark, ...]:
        """The benchmarks in the order they were added."""
        return tuple(self._benchmarks.values())

    def keras(
        self,
        name: str | None = None,
        *,
        shape: Sequence[int],
        description: str | None = None,
        arguments: dict[str, Any] | None = None,
        **workload: Any,
    ) -> Callable[[Builder], Builder]:
        """Decorates a function that builds a Keras model on inputs of `shape`, without the batch.

        It is called by keyword: with `shape`, `arguments`, and `seed` if it takes one, in a process
        of its own; so it stands at the top of its file, and `arguments` are what JSON knows. It
        returns a Keras model, which gets random weights and is calibrated on inputs from -1 to 1,
        or a `Network` that has both. `name` is the function's, `description` its docstring's first
        line, where they are not given. `workload` are fields of `Benchmark`. A function can be
        decorated several times, under several names.
        """

        def add(builder: Builder) -> Builder:
            chosen = name or builder.__name__.replace("_", "-")
            fields = {"result_kind": ResultKind.TOP1, **workload}
            self._add(
                Benchmark(
                    id=f"{self.name}/{chosen}",
                    suite=self.name,
                    name=chosen,
                    description=description or _first_line(builder) or chosen,
                    source=KerasModel(
                        _place_of(builder),
                        f"{self.name}/{chosen}",
                        (("shape", tuple(shape)), *(arguments or {}).items()),
                    ),
                    input_shapes=((1, *shape),),
                    facts=self.facts,
                    **fields,
                )
            )
            return builder

        return add

    def tflite(
        self, path: Path | str, name: str | None = None, description: str = "", **workload: Any
    ) -> None:
        """Adds an int8 .tflite; `name` is the file's, where none is given.

        `workload` are fields of `Benchmark`, such as `input_encoding` and `result_kind`.
        """
        file = Path(path)
        chosen = name or file.stem
        self._add(
            Benchmark(
                id=f"{self.name}/{chosen}",
                suite=self.name,
                name=chosen,
                description=description or file.name,
                source=FileModel(file),
                input_shapes=(),
                facts=self.facts,
                **workload,
            )
        )

    def _add(self, benchmark: Benchmark) -> None:
        if benchmark.name in self._benchmarks:
            raise UsageError(f"The suite {self.name} has two benchmarks called {benchmark.name}.")
        self._benchmarks[benchmark.name] = benchmark


def _first_line(builder: Callable[..., Any]) -> str:
    return (inspect.getdoc(builder) or "").partition("\n")[0].rstrip(".")


def _place_of(builder: Callable[..., Any]) -> str:
    """`package.module:function` where it can be imported, else `path/to/file.py:function`."""
    module = builder.__module__
    if module != "__main__" and importlib.util.find_spec(module) is not None:
        return f"{module}:{builder.__name__}"
    return f"{Path(inspect.getfile(builder)).resolve()}:{builder.__name__}"
