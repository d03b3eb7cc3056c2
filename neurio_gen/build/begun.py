"""A build that has begun: PlatformIO loads while the sources that it will build are written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.build.linked import NOTHING, Linked
from neurio_gen.build.platformio_run import PlatformioRun
from neurio_gen.build.project import environment_of, write_project
from neurio_gen.closing import Closing
from neurio_gen.models.cache import write_atomically
from neurio_gen.progress import Progress
from neurio_gen.workspace import Workspace


class BegunBuild(Closing):
    """PlatformIO, started for a board, whose build script awaits the names of images.

    A context manager, which ends it. Loading takes it and SCons about a second of a processor.
    """

    def __init__(
        self,
        board: Board,
        sources: Path,
        output: Path,
        *,
        mode: str = "performance",
        linked: Linked = NOTHING,
        jobs: int | None = None,
    ) -> None:
        """Starts it. `sources` is the folder in which images will have folders of their names.

        What it makes comes to lie below `output`. Raises BuildError where it cannot be started.
        """
        workspace = Workspace(output).project
        configuration = write_project(board, workspace, linked)
        self._log = Workspace(output).build_log(board.id)
        self._names = workspace / f"{board.id}.names"
        self._names.unlink(missing_ok=True)
        self._run = PlatformioRun(
            ["-e", board.id, *(["-j", str(jobs)] if jobs else [])],
            {
                "NEURIO_GEN_IMAGES": str(sources.resolve()),
                "NEURIO_GEN_IMAGE_NAMES_FILE": str(self._names.resolve()),
                "NEURIO_GEN_MODE": mode,
                "NEURIO_GEN_BAUD": str(board.built_baud or ""),
                "NEURIO_GEN_VARIANT": linked.variant,
                "SCONSFLAGS": "--keep-going",  # one image that fails leaves the others alone
                **environment_of(board),
            },
            configuration=configuration,
            workspace=workspace,
        )

    @property
    def waits(self) -> bool:
        """Whether it is there to build: it gives up where names are too long in coming."""
        return self._run.running

    def name(self, images: Iterable[str]) -> None:
        """Has it build these, whose sources are there."""
        write_atomically(self._names, os.pathsep.join(images).encode())

    def finish(self, progress: Progress, timeout: float) -> int:
        """PlatformIO's exit code; what it said is in the build log.

        Raises BuildError after `timeout` seconds.
        """
        return self._run.follow(self._log, progress, timeout)

    def close(self) -> None:
        """Ends it, built or not."""
        self._run.close()
