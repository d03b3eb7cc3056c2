"""A machine with Python and `pip install neurio-gen`, and nothing else on PATH.

`make test-clean-install` is the whole of it: a system without these tools, pip, other users.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from tests.end_to_end.command import ROOT, SECONDS
from tests.shared_files import official_folder

tomllib: Any = pytest.importorskip("tomllib", reason="Python 3.10 reads no TOML")


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder of packages with ours in it, as the wheel is told to carry it."""
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = wheel["tool"]["hatch"]["build"]["targets"]["wheel"]
    packages = tmp_path / "site-packages"
    for source, place in {
        **{name: name for name in wheel["packages"]},
        **wheel["force-include"],
    }.items():
        target = packages / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, target)
    return packages


def test_an_image_of_a_real_board_is_built_and_measured(installed: Path, tmp_path: Path) -> None:
    before = sorted(installed.rglob("*"))
    home, programs = tmp_path / "home", tmp_path / "bin"
    home.mkdir()
    programs.mkdir()
    (programs / "sh").symlink_to("/bin/sh")  # SCons starts the compiler by it
    models = official_folder()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "neurio_gen", "flash-and-run"),
            *("--board", "nucleo_l4r5zi", "--emulate", "--benchmark", "tiny_ml_perf/kws01"),
            *("--json", "r.json"),
        ],
        cwd=home,
        env={
            "PATH": str(programs),
            "PYTHONPATH": str(installed),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(home),
            # Clang's run-time library is built once a computer, not once a test
            "ZIG_GLOBAL_CACHE_DIR": str(platformdirs.user_cache_path("zig")),
            **({"NEURIO_GEN_MODELS": str(models)} if models else {}),
        },
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    document = json.loads((home / "r.json").read_text(encoding="utf-8"))
    (result,) = document["results"]
    assert (result["status"], result["bit_exact"]) == ("ok", True)
    assert "ziglang" in document["environment"]["compiler"]
    # and the installation is as it was
    assert sorted(installed.rglob("*")) == before
