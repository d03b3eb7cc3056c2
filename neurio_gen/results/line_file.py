"""A file of lines that last: each is on the disk before the next is written."""

from __future__ import annotations

import os
from pathlib import Path

from neurio_gen.closing import Closing
from neurio_gen.results.files import explained, sync_folder


class LineFile(Closing):
    """An open file that lines are appended to; nothing is ever overwritten. A context manager."""

    def __init__(self, path: Path, flags: int) -> None:
        """Opens a file that is there, or with the `flags` of `os.open` a new one.

        Raises StorageError.
        """
        self.path = path
        with explained(path, "written"):
            self._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | flags, 0o666)
            sync_folder(path.parent)

    def write_line(self, text: str) -> None:
        """Stores a line. Raises StorageError; what was stored before is then untouched."""
        line = f"{text}\n".encode()
        with explained(self.path, "written"):
            size = os.fstat(self._descriptor).st_size
            try:
                written = 0
                while written < len(line):
                    written += os.write(self._descriptor, line[written:])
                os.fsync(self._descriptor)
            except OSError:
                os.ftruncate(self._descriptor, size)
                raise

    def end_torn_line(self) -> None:
        """Has a line that a crash cut short stay by itself."""
        with explained(self.path, "written"):
            size = os.fstat(self._descriptor).st_size
            if size and os.pread(self._descriptor, 1, size - 1) != b"\n":
                os.write(self._descriptor, b"\n")

    def close(self) -> None:
        """Closes the file. May be called twice."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)
