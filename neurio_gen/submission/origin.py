"""What files of a test tell of where they come from: who answered, and on which inputs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from neurio_gen.boards import all_boards
from neurio_gen.devices.identity import EMULATED, name_of
from neurio_gen.harness.datasets import labels_digest

_NAME = re.compile(r"(?:m-name-dut-\[|Device name retrieved: )([^\]\r\n]+)")


@dataclass(frozen=True)
class Labels:
    """How many files an accuracy test ran on, and `labels_digest` of them where it is known."""

    files: int
    digest: str | None


def names_in(log: str) -> Iterator[str]:
    """The answers to `name%` that a log holds: a transcript's, or the official runner's."""
    return (match[1].strip() for match in _NAME.finditer(log))


def is_silicon(name: str) -> bool:
    """Whether a device of that name may be a real board: emulators and this computer are not."""
    if name.endswith(EMULATED):
        return False
    return name not in {name_of(board) for board in all_boards() if board.device != "serial"}


def labels_of(records: Any) -> Labels | None:
    """The labels in the records of a results.json; None where they hold none.

    The official runner's have a file and its class for each inference; a recording has several.
    """
    if not isinstance(records, list):
        return None
    own = [record.get("accuracy") for record in records if isinstance(record, dict)]
    if len(own) == 1 and isinstance(own[0], dict) and isinstance(own[0].get("files"), int):
        digest = own[0].get("labels_sha256")
        return Labels(own[0]["files"], digest if isinstance(digest, str) else None)
    pairs = {
        (str(record["file"]), int(record["class"]))
        for record in records
        if isinstance(record, dict)
        and isinstance(record.get("file"), str)
        and str(record.get("class", "")).strip().isdecimal()
    }
    return Labels(len(pairs), labels_digest(pairs)) if pairs else None
