"""Firmware in Python that follows the reference's protocol, for tests without hardware.

Its model has one rule: output byte i is input byte i, inverted. Flags add what real lines do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from neurio_gen.protocol import wire
from neurio_gen.protocol.digest import digest_of

_EXTENSIONS = ("models", "select", "outputs", "digest")


@dataclass
class FakeFirmware:
    """`feed` takes what the host sends and returns what the device answers.

    `extended` adds `models`, `select`, `outputs` and `digest`; `rates` are those that `baud` takes,
    if it is known at all, and `baud` is the last one asked for; `refuse` names commands that fail,
    `unknown` those that it lacks; `restart_on` a command that makes it boot; `mangle` changes the
    bytes of each answer.
    """

    models: tuple[str, ...] = ("kws01",)
    extended: bool = True
    outputs_of: Callable[[bytes], bytes] = lambda data: bytes(255 - byte for byte in data)
    digest_of: Callable[[bytes], str] = digest_of
    results_of: Callable[[bytes], list[float]] = lambda outputs: [b / 256 for b in outputs[:4]]
    microseconds: int = 1000
    clock: int = 0
    name: str = "fake"
    build_id: str | None = None
    energy: bool = False
    rates: tuple[int, ...] | None = None
    refuse: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    restart_on: str | None = None
    mangle: Callable[[bytes], bytes] = lambda answer: answer
    commands: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.selected = self.models[0]
        self.pending = ""
        self.baud: int | None = None
        self.expecting = 0
        self.data = b""

    def boot(self) -> bytes:
        self.__post_init__()
        mode = wire.Answer.MODE_ENERGY if self.energy else wire.Answer.MODE_PERFORMANCE
        return self._framed([mode.value, *self._stamp(0), "m-init-done", "m-ready"])

    def feed(self, sent: bytes) -> bytes:
        *commands, self.pending = (self.pending + sent.decode("ascii")).split("%")
        limit = wire.COMMAND_CAPACITY if self.extended else wire.REFERENCE_COMMAND_CAPACITY
        return b"".join(self._run(command[:limit]) for command in commands)

    def _run(self, command: str) -> bytes:
        self.commands.append(command)
        word, *rest = command.split() or [""]
        if word == self.restart_on:
            self.restart_on = None
            return b"m-warmup-st" + self.boot()
        if word in self.refuse:
            return self._framed([f"e-[{word} failed]", "m-ready"])
        verb = getattr(self, f"_{word}", None)
        if (word == "baud" and self.rates is None) or (word == "build" and not self.build_id):
            verb = None
        if verb is None or word in self.unknown or (word in _EXTENSIONS and not self.extended):
            return self._framed([f"e-[Unknown command: {word}]", "m-ready"])
        return self._framed([*verb(*rest), "m-ready"])

    def _framed(self, lines: list[str]) -> bytes:
        return self.mangle("".join(f"{line}\r\n" for line in lines).encode("ascii"))

    def _stamp(self, passed: int) -> list[str]:
        self.clock = (self.clock + passed) % 2**32
        return [] if self.energy else [f"m-lap-us-{self.clock}"]

    def _name(self) -> list[str]:
        return [f"m-name-dut-[{self.name}]"]

    def _build(self) -> list[str]:
        return [f"m-build-[{self.build_id}]"]

    def _timestamp(self) -> list[str]:
        return self._stamp(7)

    def _profile(self) -> list[str]:
        return [f"m-profile-[{wire.PROFILE_NAME}]", f"m-model-[{self.selected}]"]

    def _models(self) -> list[str]:
        return [f"m-model-[{model}]" for model in self.models]

    def _select(self, model: str) -> list[str]:
        self.selected = model
        return [f"m-model-[{model}]"]

    def _baud(self, rate: str) -> list[str]:
        if int(rate) not in (self.rates or ()):
            return [f"e-[No divider within two percent; there is one for {self.rates}]"]
        self.baud = int(rate)
        return [f"m-baud-[{rate}]"]

    def _db(self, word: str, count: str = "0") -> list[str]:
        if word == "load":
            self.expecting, self.data = int(count), b""
            return [f"m-[Expecting {count} bytes]"]
        if word == "print":
            return _hex_lines("m-buffer-", self.data)
        if word == "digest":
            if "db digest" in self.unknown:
                return ["e-[Not a hex digit: i]"]
            return [f"m-digest-[{self.digest_of(self.data)}]"]
        if word == "repeat":
            self.data = (self.data * self.expecting)[: self.expecting]
            return ["m-load-done"]
        self.data = (self.data + bytes.fromhex(word))[: self.expecting]
        return ["m-load-done"] if len(self.data) == self.expecting else []

    def _infer(self, iterations: str = "1", warmups: str = "10") -> list[str]:
        return [
            *(f"m-warmup-start-{warmups}", "m-warmup-done", f"m-infer-start-{iterations}"),
            *self._stamp(0),
            *self._stamp(self.microseconds * int(iterations)),
            *("m-infer-done", *self._results()),
        ]

    def _results(self) -> list[str]:
        results = self.results_of(self.outputs_of(self.data))
        numbers = ",".join(f"{number:.3f}" for number in results)
        return [f"m-results-[{numbers}]"]

    def _outputs(self) -> list[str]:
        return _hex_lines("m-outputs-", self.outputs_of(self.data))

    def _digest(self) -> list[str]:
        return [f"m-digest-[{self.digest_of(self.outputs_of(self.data))}]"]


def _hex_lines(prefix: str, data: bytes) -> list[str]:
    return [prefix + data[at : at + 8].hex("-").upper() for at in range(0, len(data), 8)]
