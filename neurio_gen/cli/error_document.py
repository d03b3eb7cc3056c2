"""What `--json` tells of an error that ends a command: programs that run us need not read text."""

from __future__ import annotations

import json
from pathlib import Path

from neurio_gen.errors import UsageError

_wanted: list[tuple[Path, object]] = []


def remember(path: Path | None) -> Path | None:
    """Notes where the document is wanted, and what is there before the command has begun.

    Raises UsageError where it could not be written: in the end, that would come too late.
    """
    if path is not None:
        from neurio_gen.results.files import StorageError, check_writable

        try:
            check_writable(path)
        except StorageError as error:
            raise UsageError(error.message, hint="Name another file by --json.") from error
        _wanted[:] = [(path, _state(path))]
    return path


def write_error(kind: str, message: str, hint: str | None) -> None:
    """Adds an error to the document, if one is wanted.

    What this command has written there stays; an older file is replaced: it is not about this run.
    Raises StorageError where the file cannot be written.
    """
    if not _wanted:
        return
    from neurio_gen.results import Document, capture_environment, write_atomically
    from neurio_gen.results.schema import ErrorRecord

    ((path, before),) = _wanted
    record = ErrorRecord(kind=kind, message=message, hint=hint)
    if _state(path) not in (None, before):
        document = Document.model_validate(json.loads(path.read_bytes()))
    else:
        document = Document(environment=capture_environment())
    document = document.model_copy(update={"errors": (*document.errors, record)})
    write_atomically(path, document.to_json())


def _state(path: Path) -> object:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns
