"""IPython as a notebook's kernel runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def notebook_kernel(folder: Path) -> Iterator[Any]:
    """A shell that keeps what it would send to the notebook: `display_pub.outputs`."""
    pytest.importorskip("IPython", reason="IPython is not installed")
    from IPython.core.displaypub import CapturingDisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class ZMQInteractiveShell(InteractiveShell):
        """Notebooks are told from terminals by this name."""

    shell = ZMQInteractiveShell.instance(
        config=Config({"HistoryManager": {"enabled": False}}),
        display_pub_class=CapturingDisplayPublisher,
        ipython_dir=str(folder),
    )
    try:
        yield shell
    finally:
        ZMQInteractiveShell.clear_instance()


def pages(shell: Any) -> list[str]:
    """The HTML that cells have shown, one state after the other."""
    return [sent["data"]["text/html"] for sent in shell.display_pub.outputs]
