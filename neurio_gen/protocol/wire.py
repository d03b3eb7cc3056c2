"""The wire protocol, declared once: commands, answers, limits.

An answer is a pattern: each `{}` stands for a value. The firmware's `protocol_text.h` is rendered
from this module, so both ends always speak the same words.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from typing import Final

TERMINATOR: Final = "%"
LINE_END: Final = "\r\n"

COMMAND_CAPACITY: Final = 1032
"""Longest command the firmware takes, in characters without the terminator."""
MAX_DATA_BYTES: Final = 512
"""Most bytes that fit in one `db` command to our firmware."""
REFERENCE_COMMAND_CAPACITY: Final = 80
"""Longest command that the reference firmware takes."""
REFERENCE_DATA_BYTES: Final = 31
"""Data bytes in one `db` command that any firmware takes."""
BYTES_PER_LINE: Final = 8
"""Bytes in one line of `db print` and `outputs`."""
DEFAULT_ITERATIONS: Final = 1
DEFAULT_WARMUPS: Final = 10
PERFORMANCE_BAUD: Final = 115200
ENERGY_BAUD: Final = 9600
PROFILE_NAME: Final = "ULPMark for tinyML Firmware V0.0.1"
TRIAL_SECONDS: Final = 2
"""How long the device waits at another rate, of its time, before it returns to its first one."""
RATES: Final = (9600, 57600, 115200, 230400, 460800, 921600, 1000000, 2000000)
"""The rates that a device names where it has them; it may have others."""
BREAK: Final = b"\0"
"""What a break is received as. It drops an unfinished command and ends every other rate."""
VENDOR: Final = "neurio-gen"
"""Our firmware's name is this, a slash, and the board's id."""


class Command(str, Enum):
    """First words of commands.

    `BUILD`, `MODELS`, `SELECT`, `RESET`, `OUTPUTS`, `DIGEST` and `BAUD` extend the reference.
    """

    NAME = "name"
    BUILD = "build"
    """What identifies the image: a digest of its contents."""
    TIMESTAMP = "timestamp"
    PROFILE = "profile"
    HELP = "help"
    DATA = "db"
    INFER = "infer"
    RESULTS = "results"
    OUTPUTS = "outputs"
    DIGEST = "digest"
    """What tells the bytes of `outputs` from others, in one short line."""
    MODELS = "models"
    SELECT = "select"
    RESET = "reset"
    """Gives the model the state that it begins with."""
    BAUD = "baud"
    """Not in images for energy mode."""
    LAYERS = "layers"
    """Only in images built for profiles; others do not know the word."""
    ARENA = "arena"
    """Only in images built to find an arena's size; others do not know the word."""
    START = "start"
    """Only in images built for the streaming test, as STOP; others do not know the words."""
    STOP = "stop"


class DataCommand(str, Enum):
    """Second words of `db`; anything else there is hexadecimal data."""

    LOAD = "load"
    PRINT = "print"
    REPEAT = "repeat"
    DIGEST = "digest"
    """What tells the loaded bytes from others. REPEAT and DIGEST extend the reference."""


class Answer(str, Enum):
    """Lines the device sends, without the line end."""

    READY = "m-ready"
    MODE_PERFORMANCE = "m-timestamp-mode-performance"
    MODE_ENERGY = "m-timestamp-mode-energy"
    INIT_DONE = "m-init-done"
    NAME = "m-name-dut-[{}]"
    BUILD = "m-build-[{}]"
    """Hex digits; none where the linker left no digest."""
    LAP = "m-lap-us-{}"
    PROFILE = "m-profile-[{}]"
    MODEL = "m-model-[{}]"
    RESET = "m-reset-done"
    EXPECTING = "m-[Expecting {} bytes]"
    LOAD_DONE = "m-load-done"
    BAUD = "m-baud-[{}]"
    BUFFER = "m-buffer-{}"
    OUTPUTS = "m-outputs-{}"
    DIGEST = "m-digest-[{}]"
    """CRC-32 and Adler-32 of output or loaded bytes, eight hex digits each."""
    WARMUP_START = "m-warmup-start-{}"
    WARMUP_DONE = "m-warmup-done"
    INFER_START = "m-infer-start-{}"
    INFER_DONE = "m-infer-done"
    RESULTS = "m-results-[{}]"
    LAYER = "m-layer-{}-{}"
    """Index and ticks of a layer."""
    LAYERS = "m-layers-{}-{}"
    """Ticks of all layers and what lies between them; ticks per second."""
    ARENA = "m-arena-[{}]"
    """Bytes of the arena that the model uses."""
    STREAM_STARTED = "m-stream-started"
    STREAM_IDLE = "m-stream-idle"
    STREAM_STOPPED = "m-stream-stopped"
    STREAM_HOPS = "m-stream-hops-{}"
    """Hops that were processed since the start."""
    STREAM_LATE = "m-stream-late-{}"
    """How many of them were overwritten, as the one before took too long."""
    ACTIVATIONS = "target activations:"
    """The reference's words. Codes of the wake word's output follow, as `[1, -2]` over lines."""


class Error(str, Enum):
    """Lines the device refuses a command with."""

    UNKNOWN_COMMAND = "e-[Unknown command: {}]"
    EMPTY_COMMAND = "e-[Empty command]"
    COMMAND_TOO_LONG = "e-[Command is longer than {} characters]"
    TOO_MANY_ARGUMENTS = "e-[Too many arguments for {}]"
    NOT_A_COUNT = "e-[Not a count from {} to {}: {}]"
    NO_SUBCOMMAND = "e-[Command db requires a subcommand]"
    NO_LOAD_SIZE = "e-[Command db load requires the number of bytes]"
    LOAD_TOO_LARGE = "e-[Buffer holds {} bytes, not {}]"
    NO_LOAD = "e-[No load is under way]"
    NOTHING_LOADED = "e-[Nothing is loaded]"
    ODD_DIGITS = "e-[Odd number of hex digits]"
    BAD_DIGIT = "e-[Not a hex digit: {}]"
    INCOMPLETE_INPUT = "e-[Input has {} of {} bytes]"
    WRONG_INPUT_SIZE = "e-[Model takes {} bytes, loaded are {}]"
    NO_RESULTS = "e-[No inference was run]"
    NO_MODEL_ID = "e-[Command select requires a model]"
    UNKNOWN_MODEL = "e-[Unknown model: {}]"
    NO_BAUD = "e-[Command baud requires a rate]"
    NO_RATES = "e-[This link has no baud rate]"
    WRONG_BAUD = "e-[No divider within two percent; there is one for {}]"
    NO_ARENA = "e-[Command arena requires a size]"
    MODEL_FAILED = "e-[The model fails: {}]"
    STREAMING = "e-[Streaming is under way: stop it first]"
    NO_STREAM_MODEL = "e-[The model {} takes no features of sound]"
    FAULT = "e-[Fault {} at {}, status {}]"


HELP: Final = (
    "help: this text",
    "name: name of the device",
    "build: digest of this image",
    "timestamp: microseconds since start, or an edge on the sync pin",
    "profile: firmware profile and selected model",
    "db load N: expect N bytes of input",
    "db HEX: the next bytes of input",
    "db repeat: fill the rest of the input with what came, over and over",
    "db print: the loaded bytes",
    "db digest: CRC-32 and Adler-32 of these bytes",
    "infer [N=1] [W=10]: W inferences to warm up, then N timed ones",
    "results: what the last inference found",
    "outputs: the bytes of its output tensors",
    "digest: the same of the output bytes",
    "models: models of this image",
    "select ID: take another model",
    "reset: give the model its first state",
    "baud N: go on at N bits per second; back again unless a command comes at that rate",
)

HELP_STREAMING: Final = (
    "start: process sound as it comes",
    "stop: stop that; what the wake word's output was in each hop",
)
"""What `help` says besides in images for the streaming test."""


def match(pattern: Answer | Error, line: str) -> tuple[str, ...] | None:
    """The values of a line that has this pattern, None for any other line.

    `match(Answer.LAP, "m-lap-us-12")` is `("12",)`; a pattern without values gives `()`.
    """
    found = _expression(pattern.value).fullmatch(line)
    return None if found is None else found.groups()


def is_error(line: str) -> bool:
    """Whether the device refuses a command with this line."""
    return line.startswith("e-[")


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile("(.*)".join(re.escape(part) for part in pattern.split("{}")))
