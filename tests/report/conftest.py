"""Reports that several tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.report.content import Content, content_of
from tests.report.runs import emulated_run, silicon_run


@pytest.fixture
def content(tmp_path: Path) -> Content:
    runs = [
        emulated_run(tmp_path),
        emulated_run(tmp_path, "mps3_an547", 0.25),
        silicon_run(tmp_path),
    ]
    return content_of(runs)
