"""Removing what the pipeline has put into its output folder."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from neurio_gen.results.files import explained

PRODUCTS = ("generated", "pio", "logs", "datasets")
"""Folders that any run makes anew."""
RESULTS = "results"


def clean(output: Path, *, results: bool = False) -> int:
    """Remove what was made below `output`, with `results` those as well; the bytes that it took.

    Other files there are left alone. Raises StorageError where a folder cannot be removed.
    """
    freed = 0
    for name in (*PRODUCTS, RESULTS) if results else PRODUCTS:
        folder = output / name
        if folder.is_dir():
            freed += sum(f.lstat().st_size for f in folder.rglob("*") if not f.is_dir())
            with explained(folder, "removed"):
                shutil.rmtree(folder)
    with contextlib.suppress(OSError):
        output.rmdir()  # where nothing is left in it
    return freed
