"""Removing what the pipeline has put into its output folder."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from neurio_gen.results.files import explained
from neurio_gen.workspace import Workspace


def clean(output: Path, *, results: bool = False) -> int:
    """Remove what was made below `output`, with `results` what was measured; the bytes it took.

    Other files there are left alone. Raises StorageError where something cannot be removed.
    """
    workspace = Workspace(output)
    paths = (*workspace.products, *workspace.measured) if results else workspace.products
    freed = 0
    for path in paths:
        with explained(path, "removed"):
            if path.is_dir():
                freed += sum(f.lstat().st_size for f in path.rglob("*") if not f.is_dir())
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        output.rmdir()  # where nothing is left in it
    return freed
