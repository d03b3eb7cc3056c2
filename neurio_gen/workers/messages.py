"""What a worker says. A request is whatever the module that it runs takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ready:
    """It has loaded the module that it runs: the first message of all."""


@dataclass(frozen=True)
class Told:
    """A sign of life between a request and its answer: `text` says how far it is."""

    text: str


@dataclass(frozen=True)
class Answer:
    """What a request comes to."""

    value: Any


@dataclass(frozen=True)
class Refusal:
    """The request cannot be met, which the user can act on; `usage` is a mistake of the user's."""

    message: str
    hint: str | None
    usage: bool = False


@dataclass(frozen=True)
class Fault:
    """A fault of our own: the exception in words, and its traceback."""

    what: str
    trace: str


Message = Ready | Told | Answer | Refusal | Fault
