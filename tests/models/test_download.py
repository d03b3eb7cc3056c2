"""Downloads: checked, bounded in time, and not tried again where nobody answers."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from neurio_gen.errors import ModelError
from neurio_gen.models import KerasModel, OfficialModel
from neurio_gen.models.download import UnreachableError, download, reachability
from neurio_gen.models.official import BASE_URL, OFFICIAL_MODELS
from neurio_gen.progress import SILENT
from tests.support.progress import Remembered

CONTENT = bytes(range(256)) * 64
BUILDER = KerasModel(builder="unused:unused", label="unused")


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(autouse=True)
def fresh_reachability() -> Iterator[None]:
    reachability.forget()
    yield
    reachability.forget()


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[str]:
    """A server on this machine that has `task/model.tflite`."""
    (tmp_path / "task").mkdir()
    (tmp_path / "task" / "model.tflite").write_bytes(CONTENT)
    handler = partial(QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def published(path: str, content: bytes = CONTENT) -> OfficialModel:
    return OfficialModel(path, hashlib.sha256(content).hexdigest(), BUILDER)


def test_a_download_shows_its_progress(repository: str) -> None:
    told = Remembered()
    data = download(published("task/model.tflite"), told, repository)
    assert data == CONTENT
    assert told.stages[-1] == ("models", "downloading model.tflite 100%")


def test_other_contents_than_the_pinned_ones_are_an_error(repository: str) -> None:
    with pytest.raises(ModelError, match="other contents"):
        download(published("task/model.tflite", b"pinned"), SILENT, repository)


def test_a_file_that_the_repository_lacks_counts_as_out_of_reach(repository: str) -> None:
    with pytest.raises(UnreachableError, match="404"):
        download(published("task/other.tflite"), SILENT, repository)


def test_nobody_answering_costs_little_and_is_remembered() -> None:
    seconds = []
    for _ in range(3):
        begin = time.monotonic()
        with pytest.raises(UnreachableError, match="cannot be reached"):
            download(published("x"), SILENT, "http://127.0.0.1:1/")
        seconds.append(time.monotonic() - begin)
    assert seconds[0] < 6
    assert max(seconds[1:]) < 0.1


def test_a_silent_name_server_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neurio_gen.models.download.PROBE_SECONDS", 0.2)
    monkeypatch.setattr("requests.head", lambda *_, **__: time.sleep(30))
    begin = time.monotonic()
    with pytest.raises(UnreachableError, match=r"no answer within 0\.2 s"):
        download(published("x"), SILENT, "http://127.0.0.1:1/")
    assert time.monotonic() - begin < 5


def test_the_official_models_are_pinned_by_commit_and_hash() -> None:
    assert len({model.filename for model in OFFICIAL_MODELS}) == 6
    assert "/1afd2c9820f795965a6134facd0b4dfae41ef23f/" in BASE_URL
    assert all(len(bytes.fromhex(model.sha256)) == 32 for model in OFFICIAL_MODELS)
