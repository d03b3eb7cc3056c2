"""Programs that were made before, kept by all that they depend on: a repeated run compiles nothing.

What is kept are the facts that the pipeline and results state. The program itself is made anew
where sources are rendered of it.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from neurio_gen.codegen.image import ImageModel
from neurio_gen.codegen.program import ArenaSpan, Program, ProgramLayer
from neurio_gen.compiler.plan import Port
from neurio_gen.compiler.tolerance import Tolerance
from neurio_gen.engines.engine import Unsized
from neurio_gen.models.byte_store import ByteStore
from neurio_gen.models.cache import cache_root
from neurio_gen.own_code import own_code
from neurio_gen.pipeline.request import Request
from neurio_gen.results.words import Arithmetic

if TYPE_CHECKING:
    from neurio_gen.codegen.render import Renderer

FOLDER = "programs"
LIMIT_BYTES = 64 * 1024 * 1024
"""The size of the file at most: some thousands of programs."""


@dataclass(frozen=True, eq=False)
class ProgramFacts:
    """What a Program says of itself; there it says what each is."""

    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    macs: int
    constant_bytes: int
    arena_bytes: int
    state_bytes: int
    ram_constant_bytes: int
    hot_kernels: Mapping[str, float]
    notes: tuple[str, ...]
    tolerance: Tolerance
    arithmetic: Arithmetic
    arena_lower_bound: int | None
    layers: tuple[ProgramLayer, ...]
    arena_map: tuple[ArenaSpan, ...]


FACTS = tuple(each.name for each in fields(ProgramFacts))


@dataclass(frozen=True, eq=False)
class KnownProgram(ProgramFacts):
    """A program whose facts are known; `make` makes it, `key` says all that it depends on."""

    make: Callable[[], Program]
    key: bytes

    def sources(
        self, model: ImageModel, renderer: Renderer, banner: str, *, layer_hooks: bool
    ) -> Mapping[str, str]:
        """Those of the program, which is made for it."""
        return self.make().sources(model, renderer, banner, layer_hooks=layer_hooks)


def program_store(cache_dir: Path | None = None) -> ByteStore:
    """The store of a cache folder; `cache_dir` as in `ModelOptions`."""
    return ByteStore(cache_root(cache_dir) / FOLDER / "programs.sqlite", LIMIT_BYTES)


def load_program(request: Request, tflite: bytes, name: str, store: ByteStore) -> Program | Unsized:
    """As `Engine.load` of the request's engine, which is not asked about what `store` knows."""
    engine, board = request.engine, request.board

    def make() -> Program | Unsized:
        return engine.load(tflite, name, board)

    if not vars(type(engine)).get("repeats", False):  # what derives from a class may do more
        return make()
    key = _key(request, tflite, name)
    kept = store.get(key)
    if kept is None:
        program = make()
        if isinstance(program, Unsized):
            return program
        facts = {fact: getattr(program, fact) for fact in FACTS}
        store.put(key, pickle.dumps(facts))
        return KnownProgram(**facts, make=lambda: program, key=key)
    return KnownProgram(**pickle.loads(kept), make=lambda: _sized(make()), key=key)


def _sized(program: Program | Unsized) -> Program:
    """Only programs with a size are kept."""
    assert not isinstance(program, Unsized)
    return program


def _key(request: Request, tflite: bytes, name: str) -> bytes:
    parts = (
        own_code("flatbuffers", "numpy", "tflite"),
        repr(request.engine),
        request.board.model_dump_json(),
        name,
    )
    digest = sha256(tflite)
    for part in parts:
        digest.update(sha256(part.encode()).digest())
    return digest.digest()
