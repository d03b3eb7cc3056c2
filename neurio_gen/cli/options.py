"""Options that several commands share, each declared once."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Literal

import typer

from neurio_gen.cli import completion
from neurio_gen.cli.error_document import remember
from neurio_gen.isa import Isa
from neurio_gen.level import Level, Place
from neurio_gen.settings import WAIT_SECONDS
from neurio_gen.weights import WeightsPolicy

DEFAULT_BOARD = "mps2_an386"
DEFAULT_SUITE = "tiny_ml_perf"
DEFAULT_OUTPUT = Path("build")
DEFAULT_ENGINE = "aot"
DEFAULT_WEIGHTS = WeightsPolicy.ANY


class ModeName(str, Enum):
    """The modes of the benchmark's rules."""

    PERFORMANCE = "performance"
    ACCURACY = "accuracy"
    ENERGY = "energy"
    STREAMING = "streaming"


class BankMode(str, Enum):
    """How a flash memory is set up."""

    ONE = "1"
    TWO = "2"

    @property
    def banks(self) -> Literal[1, 2]:
        """As a number."""
        return 1 if self is BankMode.ONE else 2


Boards = Annotated[
    list[str] | None,
    typer.Option(
        "--board",
        "-b",
        help=f"Board id. May be repeated where it is measured or built. Default: {DEFAULT_BOARD}.",
        autocompletion=completion.complete_board,
        metavar="ID",
        show_default=False,
    ),
]
Board = Annotated[
    str,
    typer.Option(
        "--board", "-b", help="Board id.", autocompletion=completion.complete_board, metavar="ID"
    ),
]
Benchmarks = Annotated[
    list[str] | None,
    typer.Option(
        "--benchmark",
        "-B",
        help="Benchmark id, name or glob, such as 'tiny_ml_perf/*01'. May be repeated.",
        autocompletion=completion.complete_benchmark,
        metavar="GLOB",
    ),
]
Suites = Annotated[
    list[str] | None,
    typer.Option(
        "--suite",
        "-s",
        help=f"Suite, or a Python file with one. May be repeated. Default: {DEFAULT_SUITE}.",
        autocompletion=completion.complete_suite,
        metavar="NAME",
    ),
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Also fail when a benchmark does not fit the board."),
]
Files = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Models of your own: .tflite, .keras, .h5, SavedModel folders; folders, patterns.",
        metavar="MODEL",
        show_default=False,
    ),
]
ModelFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--model",
        "-m",
        help="A model of your own: .tflite, .keras, .h5, or a SavedModel folder.",
        metavar="FILE",
    ),
]
Calibration = Annotated[
    Path | None,
    typer.Option(
        "--calibrate",
        help="Inputs that a .keras, .h5 or SavedModel is quantised by: .npy, or .npz with one "
        "array per input, shape (samples, *input); a folder of pictures; or a Python file whose "
        "calibration() yields samples. Default: random, for timing only.",
        metavar="DATA",
    ),
]
Models = Annotated[
    Path | None,
    typer.Option(
        "--models",
        envvar="NEURIO_GEN_MODELS",
        help="Folder with the official models.",
        metavar="DIR",
    ),
]
Weights = Annotated[
    WeightsPolicy,
    typer.Option(help="'reference' refuses models with random weights."),
]
Seed = Annotated[int, typer.Option(help="Seed of random weights and inputs.", min=0, metavar="N")]
Output = Annotated[
    Path,
    typer.Option(
        "--output", "-o", help="Folder for sources, images, logs, results.", metavar="DIR"
    ),
]
Json = Annotated[
    Path | None,
    typer.Option(
        "--json",
        help="Write results and errors to this file as well.",
        metavar="FILE",
        callback=remember,
    ),
]
Kernels = Annotated[
    Isa | None,
    typer.Option(
        "--kernels",
        help="Use this instruction set's kernels instead of the board's: "
        f"{', '.join(isa.value for isa in Isa)}.",
        metavar="NAME",
    ),
]
Optimize = Annotated[
    Level | None,
    typer.Option(
        "--optimize",
        help="What flash and RAM may be spent on speed. size: as little as can be; balanced: "
        "constants up to twice as large; speed: what fits the board. Default: balanced.",
    ),
]
ConstantsPlace = Annotated[
    Place | None,
    typer.Option(
        "--constants",
        help="Where weights lie: in flash, or copied to RAM as far as there is room, those that "
        "save most first. auto: in RAM with --optimize speed where flash is slower. "
        "Default: auto.",
    ),
]
CodePlace = Annotated[
    Place | None,
    typer.Option(
        "--code",
        help="Where kernels run: in flash, or in the board's fast RAM (see `boards show`) as far "
        "as there is room, the busiest first. auto: in RAM with --optimize speed. "
        "Default: auto.",
    ),
]
Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        help="What runs the models: aot (generated code), or tflm (TensorFlow Lite Micro).",
        autocompletion=completion.complete_engine,
        metavar="NAME",
    ),
]
Library = Annotated[
    str | None,
    typer.Option(
        "--tflm",
        help="Engine tflm: library of TensorFlow Lite Micro, a folder or what lib_deps takes. "
        "NEURIO_GEN_TFLM names it, too.",
        metavar="LIBRARY",
    ),
]
Arena = Annotated[
    int | None,
    typer.Option(
        "--arena",
        help="Engine tflm: bytes of RAM for an inference. Default: found by running it once.",
        metavar="BYTES",
        min=1,
    ),
]
Templates = Annotated[
    list[Path] | None,
    typer.Option(
        "--templates", help="Template folder that overrides the built-in ones.", metavar="DIR"
    ),
]
Port = Annotated[
    str | None,
    typer.Option(
        "--port",
        "-p",
        envvar="NEURIO_GEN_PORT",
        help="Serial port, URL, or labgrid://PLACE of a lab; labgrid:// takes any place that is "
        "tagged with the board.",
        metavar="PORT",
    ),
]
Wait = Annotated[
    float | None,
    typer.Option(
        "--wait",
        help=f"Seconds to wait for a board that another job has. Default: {WAIT_SECONDS:g}.",
        metavar="SECONDS",
        min=0,
        max=86400,
    ),
]
Emulate = Annotated[
    bool,
    typer.Option("--emulate", help="Run the board's image on an emulator."),
]
Baud = Annotated[
    int | None,
    typer.Option(
        help="Baud rate to switch to, or that the firmware is fixed at.",
        metavar="N",
        min=1,
    ),
]
BootBaud = Annotated[
    int | None,
    typer.Option(
        "--baud",
        help="Baud rate that the firmware boots at. Default: the board's; 9600 for energy.",
        metavar="N",
        min=1,
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        help="Seconds that the device may take to boot and answer. Default: 10.",
        metavar="SECONDS",
        min=0.1,
        max=3600,
    ),
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", help="Parallel compilers.", min=1, metavar="N")
]
Method = Annotated[
    str | None,
    typer.Option(
        help="Flash method: openocd, stlink, pyocd, picotool, bossac, esptool, teensy_loader, "
        "mass_storage.",
        metavar="NAME",
    ),
]
Probe = Annotated[
    str | None,
    typer.Option(
        "--probe",
        help="USB serial number of the debug probe to write through, where several are connected.",
        metavar="NUMBER",
    ),
]
UnderReset = Annotated[
    bool,
    typer.Option(
        "--connect-under-reset",
        help="Hold the chip in reset while the probe connects: for firmware that sleeps.",
    ),
]
SetFlashBanks = Annotated[
    BankMode | None,
    typer.Option(
        "--flash-banks",
        help="Check that the chip's flash is in this bank mode, and set it if not, by OpenOCD.",
    ),
]
FlashBanks = Annotated[
    BankMode | None,
    typer.Option(
        "--flash-banks",
        help="Bank mode of the flash memory that cycles are estimated for: one bank is read in "
        "wider words. Default: as the board's manifest says.",
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show what happens in each stage.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]
Mode = Annotated[
    ModeName,
    typer.Option(
        help=f"What to measure: {', '.join(mode.value for mode in ModeName)}. All but performance "
        "have options of their own below.",
        metavar="MODE",
    ),
]
_MODE_PANEL = "Options of modes"
DatasetFolder = Annotated[
    Path | None,
    typer.Option(
        "--dataset",
        help="Folder with y_labels.csv and its .bin files, or a folder of such folders. Accuracy "
        "runs all of it; performance and energy time its first five inputs, not random ones. "
        "Streaming takes a WAV file, or a truth file with its WAV beside it.",
        metavar="PATH",
        rich_help_panel=_MODE_PANEL,
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Resume an interrupted run; finished results are kept.",
    ),
]
PowerMonitor = Annotated[
    str | None,
    typer.Option(
        "--power-monitor",
        help="Energy: lpm01a:PORT, joulescope, or joulescope:NAME.",
        metavar="KIND[:PORT]",
        rich_help_panel=_MODE_PANEL,
    ),
]
Interface = Annotated[
    str | None,
    typer.Option(
        "--interface",
        help="Energy, streaming: serial port of the interface board that passes commands on.",
        metavar="PORT",
        rich_help_panel=_MODE_PANEL,
    ),
]
Volts = Annotated[
    float | None,
    typer.Option(
        "--volts",
        help="Energy: supply voltage, where the power monitor sets it.",
        metavar="VOLTS",
        min=0.5,
        max=5.5,
        rich_help_panel=_MODE_PANEL,
    ),
]
