"""The card of an emulated interface board: a folder with recordings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from neurio_gen.errors import UsageError


@dataclass(frozen=True)
class SdCard:
    """The files of `folder`; of them only the one called `only`, where that is given."""

    folder: Path
    only: str | None = None

    def names(self) -> tuple[str, ...]:
        """The files' names."""
        files = (path.name for path in self.folder.iterdir() if path.is_file())
        return tuple(sorted(name for name in files if self.only in (None, name)))

    def find(self, name: str) -> Path:
        """The file of that name. Raises UsageError where there is none."""
        if name not in self.names():
            raise UsageError(f"There is no file {name} on the card.")
        return self.folder / name
