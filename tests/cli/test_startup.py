"""Help, versions and completion load what they need and nothing else."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

from neurio_gen.cli import commands
from neurio_gen.cli.lazy_commands import Entry
from neurio_gen.cli.main import Commands
from neurio_gen.results import RunFile
from tests.end_to_end.command import ROOT
from tests.results.test_folder import environment, measured

DOORBELL = ROOT / "examples" / "doorbell.tflite"

HEAVY = {"jinja2", "numpy", "platformio", "sklearn", "tensorflow", "tflite", "unicorn"}
"""Packages that take long to import, and that no look-up of a word needs."""


def loaded(*arguments: str, **environment: str) -> set[str]:
    """The top-level packages that a command imports."""
    return {
        module.partition(".")[0]
        for module in imported("-m", "neurio_gen", *arguments, **environment)
    }


def imported(*arguments: str, **environment: str) -> set[str]:
    """The modules that Python imports, as `-X importtime` lists them."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_the_program_says_of_itself_loads_nothing_heavy(option: str) -> None:
    assert not loaded(option) & HEAVY


def test_completion_of_commands_loads_nothing_heavy() -> None:
    asked = {"COMP_WORDS": "neurio-gen f", "COMP_CWORD": "1"}
    assert not loaded(_NEURIO_GEN_COMPLETE="complete_bash", **asked) & HEAVY


@pytest.mark.parametrize("entry", Commands.entries, ids=lambda entry: entry.name)
def test_a_command_is_introduced_by_the_first_line_of_its_help(entry: Entry) -> None:
    command = entry.load()
    assert inspect.cleandoc(command.help or "").splitlines()[0] == entry.summary


def test_every_command_module_is_listed() -> None:
    modules = {path.stem for path in Path(commands.__path__[0]).glob("*.py")} - {"__init__"}
    assert {entry.place.partition(":")[0] for entry in Commands.entries} == modules


LOOKS = {"capstone", "elftools", "matplotlib", "multiprocessing", "serial", "tflite", "unicorn"}
"""What looks at results have no use for."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with a result."""
    folder = tmp_path_factory.mktemp("kept") / "results"
    with RunFile.create(folder, environment()) as run:
        run.append(measured("kws01"))
    return run.path


def test_a_comparison_loads_no_numbers_and_no_models(kept: Path) -> None:
    assert not loaded("compare", str(kept), str(kept)) & (HEAVY | LOOKS)


def test_a_list_of_results_loads_no_numbers_and_no_models(kept: Path) -> None:
    assert not loaded("results", "list", "--output", str(kept.parent)) & (HEAVY | LOOKS)


def test_a_report_as_markdown_loads_no_numbers_and_no_models(kept: Path) -> None:
    assert not loaded("report", str(kept), "--markdown", "-") & (HEAVY | LOOKS)


RUN = "import neurio_gen.cli.commands.flash_and_run, neurio_gen.cli.outcome\n"
RUN += "import neurio_gen.devices, neurio_gen.pipeline.modes.performance\n"
ELSEWHERE = (
    *("capstone", "matplotlib", "pandas", "platformio", "scipy", "sklearn", "tensorflow"),
    *("unicorn", "neurio_gen.devices.power", "neurio_gen.emulator.board", "neurio_gen.estimation"),
    *("neurio_gen.compiler.compile", "neurio_gen.compiler.reader", "jinja2", "tflite"),
    *("neurio_gen.pipeline.access_lab", "neurio_gen.pipeline.arenas"),
    "neurio_gen.profiling.emulated",
    *("neurio_gen.published", "neurio_gen.sound", "neurio_gen.submission", "neurio_gen.sweep"),
)
"""What belongs to other boards, modes and commands than a repeated run on QEMU."""


def test_a_run_loads_nothing_that_belongs_to_other_boards_and_modes() -> None:
    show = f"import sys\nprint(*(name for name in {ELSEWHERE} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", RUN + show], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == []


NO_ESTIMATE = {
    *("asyncio", "capstone", "elftools", "filelock", "jinja2", "matplotlib", "multiprocessing"),
    *("platformio", "sklearn", "sqlite3", "tensorflow", "unicorn"),
}
"""What emulates, builds, renders, waits and keeps: an estimate does none of it."""


def test_an_estimate_loads_no_emulator_and_no_builder() -> None:
    assert not loaded("estimate", str(DOORBELL), "--board", "nucleo_l4r5zi") & NO_ESTIMATE


def test_a_repeated_run_loads_no_compiler_and_no_templates(tmp_path: Path) -> None:
    """Given sources of a model, when they are generated again, then nothing is compiled."""
    command = ("generate", str(DOORBELL), "--output", str(tmp_path / "output"))
    cache = {"NEURIO_GEN_CACHE": str(tmp_path / "cache")}
    assert {"jinja2", "tflite"} <= loaded(*command, **cache)
    assert not loaded(*command, **cache) & {"jinja2", "tflite", "unicorn"}


def test_the_process_of_the_oracle_loads_a_reader_and_no_compiler() -> None:
    """Each measuring command starts one."""
    modules = imported("-c", "import neurio_gen.oracle_worker")
    assert "neurio_gen.compiler.reader" in modules
    others = {"neurio_gen.compiler.compile", "neurio_gen.models", "neurio_gen.results", "pydantic"}
    assert not modules & others
