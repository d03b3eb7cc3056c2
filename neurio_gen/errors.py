"""The errors that a person sees: one sentence, one hint, one exit code."""

from __future__ import annotations

import re
import sys

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


class NeurioGenError(Exception):
    """Something went wrong that the user can act on.

    `message` says what happened, `hint` what to do about it. The command line prints both
    without a traceback and leaves with `exit_code`.
    """

    exit_code = EXIT_FAILED

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if hint and sys.version_info >= (3, 11):
            self.add_note(f"hint: {hint}")  # so that tracebacks of scripts have it, too

    @property
    def kind(self) -> str:
        """The class as programs read it: `device-timeout` of a DeviceTimeoutError."""
        name = type(self).__name__.removesuffix("Error")
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


class UsageError(NeurioGenError):
    """A wrong argument or configuration: unknown board, unknown benchmark, bad option."""

    exit_code = EXIT_USAGE


class ModelError(UsageError):
    """A file that is no usable int8 .tflite model."""


class UnsupportedModelError(ModelError):
    """A valid model with operators, types or shapes that the engine cannot run.

    `problems` lists all of them, one sentence each, with the layer they were found in. Without a
    `hint`, one that says where supported operators are listed is given.
    """

    def __init__(
        self,
        model: str,
        problems: list[str],
        *,
        cause: str | None = None,
        hint: str | None = None,
    ) -> None:
        """`cause` is what all problems come from, a clause; it is shown in their place."""
        listed = "\n".join(f"  - {problem}" for problem in problems)
        what = f"uses what the engine does not support:\n{listed}"
        super().__init__(
            f"{model} cannot be run: {cause}." if cause else f"{model} {what}",
            hint=hint or "docs/operators.md lists the supported operators, types and shapes.",
        )
        self.problems = tuple(problems)


class DoesNotFitError(NeurioGenError):
    """An image that needs more flash or RAM than the board has."""

    def __init__(self, what: str, memory: str, needed: int, available: int) -> None:
        super().__init__(
            f"{what} needs {needed:,} bytes of {memory}, the board has {available:,}.",
            hint="Choose a board with more memory, or a smaller model.",
        )
        self.memory = memory
        self.needed = needed
        self.available = available


class BuildError(NeurioGenError):
    """The toolchain failed; the message holds its first error, the hint names the full log."""


class DeviceError(NeurioGenError):
    """A board or emulator that could not be started, found or reached."""


class ProtocolError(NeurioGenError):
    """The device answered something else than the protocol has."""


class DeviceTimeoutError(ProtocolError):
    """The device did not answer in time. The message states what was awaited and the last bytes."""


class MismatchError(NeurioGenError):
    """Outputs of the firmware differ from the oracle's."""
