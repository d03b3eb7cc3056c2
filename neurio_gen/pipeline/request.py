"""What a person asked for, as one value that all stages take."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from neurio_gen.benchmarks import Benchmark
from neurio_gen.boards import Board
from neurio_gen.engines import AotEngine, Engine
from neurio_gen.models import ModelOptions
from neurio_gen.settings import WAIT_SECONDS
from neurio_gen.workspace import Workspace


@dataclass(frozen=True)
class FlashWish:
    """How a person wants images to be written: by this method, through this probe.

    `taken` are ports of other parts of the bench, which lead to no board. With `own_port`, the
    board is talked to through a port of its own. `under_reset` holds the chip in reset while the
    probe connects.
    """

    method: str | None = None
    probe: str | None = None
    taken: tuple[str, ...] = ()
    own_port: bool = True
    under_reset: bool = False


@dataclass(frozen=True)
class Request:
    """Benchmarks for a board, and where the pipeline puts what it makes.

    `command` is what banners of generated files name: not the command line as typed, so that the
    same models give the same bytes. `engine` is what runs the models.
    `templates` are folders of overriding templates. `port` is where a board is, `baud` the rate
    to agree on with it, `boot_seconds` how long it may take to answer at first. `wait` is how many
    seconds a board that another job has is waited for. `jobs` limits
    parallel compilers; None is one a processor.
    `flash` is how images are written to a board.
    `resume` keeps what an interrupted run has measured.
    """

    board: Board
    benchmarks: tuple[Benchmark, ...]
    models: ModelOptions
    output: Path
    command: str = "neurio-gen generate"
    templates: tuple[Path, ...] = ()
    engine: Engine = field(default_factory=AotEngine)
    port: str | None = None
    baud: int | None = None
    boot_seconds: float | None = None
    wait: float = WAIT_SECONDS
    seed: int = 0
    jobs: int | None = None
    flash: FlashWish = FlashWish()
    resume: bool = False

    @property
    def workspace(self) -> Workspace:
        """Where what is made comes to lie."""
        return Workspace(self.output)

    @property
    def generated_dir(self) -> Path:
        """The folder of generated images: one sub-folder each. Engines do not share it."""
        return self.workspace.generated(self.board.id, self.engine.linked(self.board).variant)

    @property
    def log_dir(self) -> Path:
        """The folder of build logs and transcripts."""
        return self.workspace.logs(self.board.id)
