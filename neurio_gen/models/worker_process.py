"""The parent's side of the process in which TensorFlow runs."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from neurio_gen.errors import ModelError
from neurio_gen.models.environment import ENVIRONMENT
from neurio_gen.progress import Progress

SILENCE_SECONDS = 900.0
"""The longest time between two signs of life; the largest model takes some minutes."""

Job = Mapping[str, Any]
"""What a worker is asked to do, as JSON; `label` names it in progress and errors."""


def run(
    worker: str,
    jobs: Sequence[Job],
    progress: Progress,
    silence_seconds: float = SILENCE_SECONDS,
) -> None:
    """Do all `jobs` in one process that runs the module `worker`.

    Raises ModelError naming the jobs that failed, with the last lines of TensorFlow's log where
    the process died.
    """
    failures: dict[str, str] = {}
    done = 0
    progress.stage("models", "starting TensorFlow")
    with tempfile.TemporaryFile() as log:
        process = _start(worker, log)
        try:
            for message in _messages(process, jobs, silence_seconds):
                if "failed" in message:
                    failures[message["failed"]] = message["error"]
                if "failed" in message or "finished" in message:
                    done += 1
                label = message.get("started") or message.get("finished") or message.get("failed")
                progress.stage("models", f"{label}, {done} of {len(jobs)} built")
            process.wait(timeout=silence_seconds)
        finally:
            process.kill()
            process.wait()
        if done < len(jobs):
            raise _crash(str(jobs[done]["label"]), process.returncode, _tail(log))
    if failures:
        raise ModelError(
            "These models could not be built:\n"
            + "\n".join(f"  - {label}: {error}" for label, error in failures.items()),
            hint="Keras, the TFLite converter or TensorFlow's interpreter refused them.",
        )


def _start(worker: str, log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", worker],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env={**os.environ, **ENVIRONMENT, "PYTHONPATH": os.pathsep.join(_module_path())},
    )


def _module_path() -> list[str]:
    """Where the worker looks for modules: first where this very package lies."""
    package = str(Path(__file__).resolve().parents[2])
    return [package, *filter(None, [os.environ.get("PYTHONPATH")])]


def _messages(
    process: subprocess.Popen[bytes], jobs: Sequence[Job], silence_seconds: float
) -> Iterator[dict[str, str]]:
    """Yield the worker's messages until it closes its output."""
    lines: queue.Queue[bytes | None] = queue.Queue()
    assert process.stdin is not None and process.stdout is not None
    output = process.stdout

    def read() -> None:
        for line in output:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    try:
        process.stdin.write(json.dumps([dict(job) for job in jobs]).encode())
        process.stdin.close()
    except BrokenPipeError:
        return  # it died at once; the caller sees that nothing is done
    while True:
        try:
            line = lines.get(timeout=silence_seconds)
        except queue.Empty:
            raise ModelError(
                f"TensorFlow gave no sign of life for {silence_seconds:g} s while building models.",
                hint="Is the machine short of memory? Build fewer models at once.",
            ) from None
        if line is None:
            return
        try:
            yield json.loads(line)
        except ValueError:
            continue  # something else's printing


def _tail(log: IO[bytes], lines: int = 5) -> str:
    log.seek(0)
    text = log.read().decode(errors="replace").strip()
    return "\n".join(text.splitlines()[-lines:])


def _crash(label: str, code: int | None, tail: str) -> ModelError:
    return ModelError(
        f"TensorFlow stopped (exit code {code}) while building {label}:\n{tail}",
        hint="Check the installation: python -c 'import tensorflow'.",
    )
