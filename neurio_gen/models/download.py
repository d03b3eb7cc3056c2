"""Downloads from the official repository, pinned by commit and SHA-256."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from neurio_gen.errors import ModelError, NeurioGenError
from neurio_gen.models.official import BASE_URL
from neurio_gen.models.source import OfficialModel
from neurio_gen.progress import Progress

CONNECT_SECONDS = 3.0
READ_SECONDS = 30.0
PROBE_SECONDS = 5.0


class UnreachableError(NeurioGenError):
    """The official repository does not answer. The message says why."""


class _Reachability:
    """Whether the repository answers, asked once per process: six models, one waiting time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failure: str | None = None

    def remember_failure(self, reason: str) -> UnreachableError:
        self._failure = reason
        return UnreachableError(f"The official repository cannot be reached: {reason}.")

    def check(self, url: str) -> None:
        """Raise UnreachableError if the host does not answer, or did not before."""
        with self._lock:
            if self._failure is None:
                self._failure = _probe(url)
            if self._failure is not None:
                raise self.remember_failure(self._failure)

    def forget(self) -> None:
        """Ask again at the next download."""
        self._failure = None


reachability = _Reachability()


def _probe(url: str) -> str | None:
    """Why `url` does not answer within PROBE_SECONDS, or None if it does.

    In a thread, because a name look-up knows no timeout and may block for half a minute.
    """
    import requests

    outcome: list[str | None] = []

    def ask() -> None:
        try:
            requests.head(url, timeout=CONNECT_SECONDS)
        except requests.RequestException as error:
            outcome.append(type(error).__name__)
        else:
            outcome.append(None)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PROBE_SECONDS)
    return outcome[0] if outcome else f"no answer within {PROBE_SECONDS:g} s"


class _Bar:
    """What pooch takes for a progress bar; passes the figures on."""

    def __init__(self, what: str, progress: Progress) -> None:
        self._what = what
        self._progress = progress
        self._done = 0
        self.total = 0

    def update(self, count: int) -> None:
        self._done += count
        self._show(self._done)

    def reset(self) -> None:
        self._done = 0

    def close(self) -> None:
        self._show(self.total)

    def _show(self, done: int) -> None:
        share = 100 * done // max(self.total, 1)
        self._progress.stage("models", f"downloading {self._what} {share}%")


def download(model: OfficialModel, progress: Progress, base_url: str = BASE_URL) -> bytes:
    """The official file, fetched and checked.

    Raises UnreachableError if the repository cannot be reached or does not deliver, ModelError
    if what it delivers has another SHA-256.
    """
    import pooch
    import requests

    url = base_url + model.path
    reachability.check(url)
    pooch.get_logger().setLevel("CRITICAL")
    downloader = pooch.HTTPDownloader(
        progressbar=_Bar(model.filename, progress),
        timeout=(CONNECT_SECONDS, READ_SECONDS),
    )
    with tempfile.TemporaryDirectory(prefix="neurio-gen-") as folder:
        target = Path(folder) / model.filename
        try:
            pooch.retrieve(
                url,
                known_hash=f"sha256:{model.sha256}",
                fname=model.filename,
                path=folder,
                downloader=downloader,
            )
        except (requests.RequestException, OSError) as error:
            raise reachability.remember_failure(f"{type(error).__name__}: {error}") from error
        except ValueError as error:
            raise ModelError(
                f"{url} delivered other contents than the pinned ones: {error}",
                hint="Something between this machine and the repository changes files.",
            ) from error
        return target.read_bytes()
