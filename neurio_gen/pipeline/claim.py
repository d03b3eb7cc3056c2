"""One process at a time writes sources and images into an output folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from neurio_gen.build.paths import check_paths
from neurio_gen.errors import BuildError
from neurio_gen.progress import Progress
from neurio_gen.results.files import explained
from neurio_gen.workspace import Workspace

SECONDS = 1800.0
"""The longest wait for another process: as long as a build may take."""


@contextmanager
def claimed(output: Path, progress: Progress, timeout: float = SECONDS) -> Iterator[None]:
    """Has the folder to itself while the block generates and builds.

    Another process that does so is waited for, and `progress` told. The system frees the claim of a
    process that ends in any way. Raises UsageError for a folder that the build tools do not take,
    BuildError after `timeout` seconds.
    """
    check_paths(output)
    with explained(output, "written"):
        output.mkdir(parents=True, exist_ok=True)
        lock = FileLock(Workspace(output).lock)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress.note(f"Waiting for another neurio-gen that builds in {output}.")
            _wait(lock, output, timeout)
    try:
        yield
    finally:
        lock.release()


def _wait(lock: FileLock, output: Path, timeout: float) -> None:
    try:
        lock.acquire(timeout=timeout, poll_interval=0.1)
    except Timeout:
        raise BuildError(
            f"Another neurio-gen has been building in {output} for more than {timeout:g} s.",
            hint="End it, or choose another folder with --output.",
        ) from None
