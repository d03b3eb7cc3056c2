"""A cell of a sweep as a value that any process can be given, and batches that share images."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from neurio_gen.benchmarks import Benchmark
from neurio_gen.level import Level
from neurio_gen.resources import firmware_dir, templates_dir


@dataclass(frozen=True)
class Job:
    """One model, measured in one way.

    `benchmark` says how inputs and results pass the harness; its model are the bytes of `tflite`.
    `port` is where the board is, on which no figure depends.
    """

    benchmark: Benchmark
    tflite: bytes
    board: str
    emulate: bool
    engine: str
    level: Level
    mode: str
    inputs: int
    seed: int
    port: str | None = None

    @property
    def sha256(self) -> str:
        """The model's."""
        return hashlib.sha256(self.tflite).hexdigest()

    @property
    def key(self) -> str:
        """32 hex digits of what the figures depend on, our own sources included, not the name."""
        told = [
            *(self.sha256, self.board, self.emulate, self.engine, self.level.value, self.mode),
            *(self.inputs, self.seed, self.benchmark.input_encoding.value),
            *(self.benchmark.result_kind.value, sources_digest()),
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]

    @property
    def place(self) -> tuple[str, bool, str, str, str, int, int]:
        """What jobs of one batch have in common."""
        level = self.level.value
        return (*(self.board, self.emulate, self.engine, level, self.mode, self.inputs, self.seed),)


@dataclass(frozen=True)
class Batch:
    """Jobs of one place, which share images. `output` is where sources and images go.

    Jobs whose keys are in `known` have their results: only the others are measured. They stay in
    the images, as where code lies may change what it takes.
    """

    jobs: tuple[Job, ...]
    output: Path
    known: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """12 hex digits of its jobs and their names."""
        told = "".join(f"{job.key} {job.benchmark.id}\n" for job in self.jobs)
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    @property
    def left(self) -> tuple[Job, ...]:
        """The jobs that are to be measured."""
        return tuple(job for job in self.jobs if job.key not in self.known)


def batches(jobs: Sequence[Job], output: Path, size: int) -> Iterator[Batch]:
    """The jobs in batches of at most `size`, those of one place together, in their order."""
    for _, members in groupby(sorted(jobs, key=lambda job: job.place), lambda job: job.place):
        group = list(members)
        for start in range(0, len(group), size):
            yield Batch(tuple(group[start : start + size]), output)


@cache
def sources_digest() -> str:
    """A digest of this package, its firmware and its templates: what they make depends on it."""
    digest = hashlib.sha256(version("tflite-micro").encode())
    package = Path(__file__).parents[1]
    for root in (package, firmware_dir(), templates_dir()):
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix not in (".pyc",):
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
