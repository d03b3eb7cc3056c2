"""The host's end of the protocol: a client whose methods are the device's commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from neurio_gen.errors import DeviceError, ProtocolError
from neurio_gen.protocol import answers, wire
from neurio_gen.protocol.answers import LayerTimes, StreamAnswer
from neurio_gen.protocol.digest import OutputComparison, digest_of
from neurio_gen.protocol.exchange import (
    DeviceRestartedError,
    Exchange,
    FirmwareCrashedError,
    RefusedError,
    UnknownCommandError,
)
from neurio_gen.protocol.input_memory import InputMemory
from neurio_gen.protocol.lines import ByteStream
from neurio_gen.protocol.rate import LineRate

P = ParamSpec("P")
T = TypeVar("T")

_HEX_COMMAND = f"{wire.Command.DATA.value} "
_PROBE_BYTES = 16
_STREAM_SECONDS = 60.0  # 40,000 codes at 115200 baud


@dataclass(frozen=True)
class FirmwareProfile:
    """What the device says it is: the firmware's profile and the selected model's id."""

    firmware: str
    model: str


def _repeatable(
    method: Callable[Concatenate[Session, P], T],
) -> Callable[Concatenate[Session, P], T]:
    """A command that is repeated at the line's first rate where another rate has failed.

    The device keeps what was loaded and found. One that has started anew does not, and one that
    does not know the command has heard it well: no repetition.
    """

    @wraps(method)
    def ask(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(session, *args, **kwargs)
        except (DeviceRestartedError, FirmwareCrashedError, UnknownCommandError):
            raise
        except ProtocolError as error:
            if not session.fall_back(error.message):
                raise
            return method(session, *args, **kwargs)

    return ask


def _silent(_: str) -> None:
    return


class Session:
    """Talks to our firmware and to firmware that follows the reference.

    All methods raise ProtocolError with the device's words where it refuses, DeviceTimeoutError
    where it does not answer in time, and what the link raises. After an error the session can be
    used on: it gets in step by itself, but a device that restarted has lost what was loaded. At
    a rate that `set_baud` has agreed on, an error of the line brings back the first rate for good,
    and the command is repeated.
    """

    def __init__(
        self,
        link: ByteStream,
        *,
        timeout: float = 10.0,
        data_bytes: int | None = None,
        memory: InputMemory | None = None,
        note: Callable[[str], None] = _silent,
    ) -> None:
        """`timeout` is for every answer but that of `infer`, in seconds.

        `data_bytes` limits the bytes in one `db` command where something on the way to the device
        takes less than the device does. `memory` is where the device keeps its input, where the
        host can write that: a shorter way for inputs of more than a command. `note` is called with
        what everybody should know.
        """
        self._data_bytes = data_bytes
        self._memory = memory
        self._exchange = Exchange(link, timeout)
        self._rate = LineRate(link, self._exchange)
        self._note = note
        self.fell_back = False
        """Whether another rate was given up because the line failed at it."""
        self._timeout = timeout
        self._models: tuple[str, ...] | None = None
        self._extended: bool | None = None
        self._comparison = OutputComparison(self.outputs, self.digest)

    def connect(self, timeout: float | None = None) -> FirmwareProfile:
        """Waits for the device to boot or finds it running; what it is.

        Raises DeviceTimeoutError whose hint tells a silent line, a wrong baud rate and another
        firmware apart.
        """
        return _profile(self._exchange.synchronise(timeout or self._timeout))

    @property
    def baud(self) -> int | None:
        """The rate of the line, bits per second; None where it has none."""
        return self._rate.baud

    def set_baud(self, baud: int) -> None:
        """Has both ends of the line go on at another rate.

        Raises RefusedError where the device does not have it, UnknownCommandError where its
        firmware stays at one rate, RateError where the line fails at the new one or has none. The
        session can be used on, at the first rate.
        """
        self._rate.change(baud, self._timeout)

    def fall_back(self, reason: str) -> bool:
        """Gives up the rate that was agreed on, and says so; False where there was none.

        Raises DeviceTimeoutError where the line does not work at the first rate either.
        """
        if not self._rate.is_changed:
            return False
        self._note(
            f"The line fails at {self._rate.baud} baud, so it goes back to {self._rate.first}, and "
            f"what has failed is repeated: {reason}"
        )
        self.fell_back = True
        self._rate.back(self._timeout)
        return True

    @property
    def shared_with_modem_manager(self) -> bool:
        """Whether the device has told of `AT` commands, which something else has sent."""
        return self._exchange.shared_with_modem_manager

    def leave(self) -> None:
        """Leaves the device at its first rate, for who comes next. Raises nothing."""
        self._rate.leave()

    @_repeatable
    def name(self) -> str:
        """The device's name."""
        return answers.only_value(wire.Answer.NAME, self._ask("name", wire.Answer.NAME))

    @_repeatable
    def build_id(self) -> str | None:
        """What identifies the image that runs: hex digits of a digest of its contents.

        None where the firmware does not know: it is not ours, or an older one.
        """
        try:
            lines = self._ask("build", wire.Answer.BUILD)
        except UnknownCommandError:
            return None
        return answers.only_value(wire.Answer.BUILD, lines) or None

    @_repeatable
    def timestamp(self) -> int:
        """Microseconds of the device's clock. Raises ProtocolError in energy mode."""
        laps = answers.values(wire.Answer.LAP, self._ask("timestamp"))
        if len(laps) != 1:
            raise ProtocolError(f"The device sent {len(laps)} time stamps instead of one.")
        return answers.microseconds(laps[0])

    @_repeatable
    def profile(self) -> FirmwareProfile:
        """What the device is and which model it runs."""
        return _profile(self._ask("profile", wire.Answer.PROFILE))

    @_repeatable
    def models(self) -> tuple[str, ...]:
        """The ids of the image's models. Firmware that follows the reference holds one."""
        if self._models is None:
            try:
                lines = self._ask("models", wire.Answer.MODEL)
                self._models = tuple(answers.values(wire.Answer.MODEL, lines))
                self._extended = True
            except RefusedError:
                self._models = (self.profile().model,)
                self._extended = False
        return self._models

    @_repeatable
    def select(self, model: str) -> None:
        """Makes `model` the one that `infer` runs."""
        if self.models() == (model,):
            return
        if model not in self.models():
            held = ", ".join(self.models())
            raise ProtocolError(
                f"The image on the device holds {held}, not {model}.",
                hint="Build and flash an image with that benchmark.",
            )
        self._ask(f"select {model}", wire.Answer.MODEL)

    @_repeatable
    def reset(self) -> None:
        """Gives the model the state that its first step finds."""
        self._ask("reset", wire.Answer.RESET)

    @_repeatable
    def load(self, data: bytes) -> None:
        """Sends the input of the next inferences, at least one byte.

        What repeats is sent once where the firmware can repeat it. An emulator's memory is written
        in place of long inputs, each of which the firmware confirms by a digest.
        """
        self.models()
        size = wire.MAX_DATA_BYTES if self._extended else wire.REFERENCE_DATA_BYTES
        size = min(size, self._data_bytes or size)
        sent = repeating_part(data) if self._extended else data
        if len(sent) <= size or not self._written(data):
            self._sent(data, sent, size)

    def _written(self, data: bytes) -> bool:
        """Writes an input into the device's memory; whether the firmware finds it there."""
        if self._memory is None or not self._extended:
            return False
        try:
            self._sent(data, data[:1], 1)
            self._memory.write(data)
            said = self._ask("db digest", wire.Answer.DIGEST)
        except (RefusedError, DeviceError) as error:
            reason = error.message
        else:
            if answers.only_value(wire.Answer.DIGEST, said) == digest_of(data):
                return True
            reason = "the firmware finds other bytes in its buffer."
        self._memory = None
        self._note(f"Inputs go over the line instead of into the emulator's memory: {reason}")
        return False

    def _sent(self, data: bytes, sent: bytes, size: int) -> None:
        """Sends `sent`, `size` bytes a command, and has the firmware repeat it up to all `data`."""
        said = self._ask(f"db load {len(data)}")
        if answers.values(wire.Answer.EXPECTING, said) != [str(len(data))]:
            raise ProtocolError(
                f"The device does not expect {len(data)} bytes; it says {answers.shown(said)}.",
                hint="Is this the input of the model that the device holds?",
            )
        last: list[str] = []
        for start in range(0, len(sent), size):
            last = self._ask(_HEX_COMMAND + sent[start : start + size].hex())
        if len(sent) < len(data):
            last = self._ask("db repeat")
        if wire.Answer.LOAD_DONE.value not in last:
            raise ProtocolError(
                f"The device did not confirm the load of {len(data)} bytes: {answers.shown(last)}."
            )

    @_repeatable
    def buffer(self) -> bytes:
        """The bytes that were loaded."""
        return answers.hex_bytes(wire.Answer.BUFFER, self._ask("db print"))

    @_repeatable
    def infer(self, iterations: int = 1, warmups: int = 0, timeout: float = 60.0) -> int:
        """Runs `warmups` inferences, then `iterations` timed ones; their microseconds.

        `timeout` in seconds of the host. Raises ProtocolError in energy mode.
        """
        command = f"infer {iterations} {warmups}"
        lines = self._exchange.ask(command, timeout, wire.Answer.INFER_DONE)
        answers.check_no_complaint(lines)
        return answers.elapsed(lines, iterations)

    @_repeatable
    def infer_untimed(self, iterations: int, warmups: int, timeout: float) -> None:
        """As `infer`, where time is marked on the sync pin: works in energy mode, too."""
        command = f"infer {iterations} {warmups}"
        lines = self._exchange.ask(command, timeout, wire.Answer.INFER_DONE)
        answers.check_no_complaint(lines)
        answers.check_iterations(lines, iterations)

    @_repeatable
    def results(self) -> tuple[float, ...]:
        """The numbers of the last inference: dequantised outputs, or what the benchmark defines."""
        return answers.floats(self._ask("results", wire.Answer.RESULTS))

    @_repeatable
    def outputs(self) -> bytes:
        """The bytes of the output tensors of the last inference, one tensor behind the other."""
        try:
            return answers.hex_bytes(wire.Answer.OUTPUTS, self._ask("outputs", wire.Answer.OUTPUTS))
        except UnknownCommandError as error:
            raise UnknownCommandError(
                "The firmware cannot show its output tensors: it follows the reference, which has "
                "rounded results only.",
                hint="Flash an image that neurio-gen built to compare outputs byte for byte.",
            ) from error

    @_repeatable
    def digest(self) -> str | None:
        """What tells the last inference's output bytes from others: see `digest.digest_of`.

        None where the firmware has no such command.
        """
        try:
            return answers.only_value(wire.Answer.DIGEST, self._ask("digest", wire.Answer.DIGEST))
        except UnknownCommandError:
            return None

    def outputs_are(self, right: bytes) -> bool:
        """Whether `right` are the bytes of the output tensors of the last inference.

        The line carries them, or their digest once it has proved right. Raises as `outputs` does.
        """
        return self._comparison.equal(right)

    @_repeatable
    def layer_times(self) -> LayerTimes:
        """The times of the last inference's layers. Raises ProtocolError without hooks for them."""
        lines = self._ask("layers", wire.Answer.LAYERS)
        return answers.layer_times(lines)

    def start_stream(self) -> None:
        """Has the device process sound as it comes, until `stop_stream`.

        Raises UnknownCommandError where the image was not built for the streaming test.
        """
        self._ask(wire.Command.START.value, wire.Answer.STREAM_STARTED)

    def stop_stream(self) -> StreamAnswer | None:
        """Ends that; what the device has found, None where it did not process sound."""
        lines = self._exchange.ask(wire.Command.STOP.value, _STREAM_SECONDS)
        if wire.Answer.STREAM_IDLE.value in lines:
            return None
        return answers.stream(lines)

    def arena(self, nbytes: int) -> int:
        """Sets the selected model up in `nbytes` of the arena; how many it uses.

        Raises RefusedError where they do not suffice or the model cannot be set up at all, and
        UnknownCommandError where the image was not built to find an arena's size.
        """
        lines = self._ask(f"arena {nbytes}", wire.Answer.ARENA)
        return answers.count(answers.only_value(wire.Answer.ARENA, lines))

    def _ask(self, command: str, expected: wire.Answer | None = None) -> list[str]:
        return self._exchange.ask(command, self._timeout, expected)


def repeating_part(data: bytes) -> bytes:
    """The shortest start of `data` that gives all of it when it is repeated, maybe all of it."""
    at = data.find(data[:_PROBE_BYTES], 1)
    while at > 0:
        if data.startswith(data[at:]):
            return data[:at]
        at = data.find(data[:_PROBE_BYTES], at + 1)
    return data


def _profile(lines: list[str]) -> FirmwareProfile:
    return FirmwareProfile(
        answers.only_value(wire.Answer.PROFILE, lines), answers.only_value(wire.Answer.MODEL, lines)
    )
