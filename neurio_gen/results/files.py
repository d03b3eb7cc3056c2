"""Files that are either whole or not there, and errors that say what to do."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from neurio_gen.errors import NeurioGenError

_REASONS = {
    errno.ENOSPC: ("the disk is full", "Free some space, or write to another disk."),
    errno.EDQUOT: ("your disk quota is used up", "Free some space, or write to another disk."),
    errno.EACCES: ("you may not write there", "Choose a folder of your own with --output."),
    errno.EPERM: ("you may not write there", "Choose a folder of your own with --output."),
    errno.EROFS: ("the file system is read-only", "Choose another folder with --output."),
    errno.ENOENT: ("no folder can be made there", "Choose a folder of your own with --output."),
    errno.EEXIST: ("a part of the path is a file", "Choose another path."),
    errno.ENOTDIR: ("a part of the path is a file", "Choose another path."),
    errno.EISDIR: ("it is a folder", "Name a file."),
}


class StorageError(NeurioGenError):
    """A file that cannot be written or read. What was stored before is still there."""


@contextlib.contextmanager
def explained(path: Path, action: str) -> Iterator[None]:
    """Turns an OSError within into a StorageError that names `path` and the reason."""
    try:
        yield
    except OSError as error:
        known = _REASONS if action in ("written", "made") else {}
        reason, hint = known.get(error.errno or 0, (error.strerror or str(error), None))
        raise StorageError(f"{path} cannot be {action}: {reason}.", hint=hint) from error


def write_atomically(path: Path, text: str) -> None:
    """Replaces `path` by a file with this text, folders included: the old or the new, never half.

    Raises StorageError; the old file is then untouched.
    """
    with explained(path, "written"):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                os.fchmod(file.fileno(), 0o666 & ~_umask())
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def check_writable(path: Path) -> None:
    """Raises StorageError where `write_atomically` could not write: its folder is made for that."""
    with explained(path, "written"):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent):
            pass


def sync_folder(folder: Path) -> None:
    """Makes the names in `folder` last, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
