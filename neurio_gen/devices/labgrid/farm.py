"""Our side of a lab: a place is looked for, taken, used, and given back in every case."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from neurio_gen.boards import Board
from neurio_gen.closing import Closing
from neurio_gen.devices.labgrid.address import COORDINATOR_VARIABLE, parse
from neurio_gen.devices.labgrid.requests import (
    Confirm,
    Look,
    Ran,
    Release,
    Run,
    Seen,
    Take,
    Taken,
    Tool,
)
from neurio_gen.errors import DeviceError, NeurioGenError, UsageError
from neurio_gen.workers.messages import Refusal
from neurio_gen.workers.worker import Told, Worker, WorkerFailureError, unheard

PROGRAM = "neurio_gen.devices.labgrid.holder"

_SILENT_SECONDS = 60.0
_RELEASE_SECONDS = 20.0


class Farm(Closing):
    """The lab that a `labgrid://` port leads to, and a place of it for one board.

    A context manager. A process of its own holds the place, and gives it back when it is asked to,
    when the context is left, and when this process ends in any other way.
    """

    def __init__(self, port: str, board: Board) -> None:
        """Raises UsageError where labgrid is not installed."""
        if find_spec("labgrid") is None:
            raise UsageError(
                f"The port {port} needs labgrid, which is not installed.",
                hint="pip install 'neurio-gen[labgrid]'",
            )
        self.address = parse(port)
        self._look = Look(self.address.place, board.id)
        self._worker = Worker(
            PROGRAM,
            name="labgrid",
            hint=f"Does labgrid-client work with {COORDINATOR_VARIABLE}="
            f"{self.address.coordinator}?",
            seconds=_SILENT_SECONDS,
            environment={COORDINATOR_VARIABLE: self.address.coordinator},
            refused=_refused,
            last_word=_RELEASE_SECONDS,
        )

    def close(self) -> None:
        """Gives the place back, and ends the process that holds it."""
        self._worker.close()

    def look(self) -> list[Seen]:
        """The places that could be taken, free ones first; there is one at least.

        Raises UsageError where none is meant for the board or has a serial port, DeviceError where
        the coordinator does not answer.
        """
        seen: list[Seen] = self._ask(self._look, "looking for places")
        return seen

    def take(self, seconds: float, told: Told) -> Taken:
        """Acquires a place; `told` is called with who holds it while it is waited for.

        Raises DeviceError where none becomes free within `seconds`, and as `look`.
        """
        taken: Taken = self._ask(Take(self._look, seconds), "waiting for a place", told)
        return taken

    def confirm(self) -> None:
        """Raises DeviceError where the place is no longer ours, or the coordinator has gone."""
        self._ask(Confirm(), "asking whose the place is")

    def run(self, tool: Tool, seconds: float) -> Ran:
        """Has a driver of labgrid run a tool at the place that was taken."""
        ran: Ran = self._ask(Run(tool, seconds), "running a tool")
        return ran

    def release(self) -> None:
        """Gives the place back; the end of its holder does so, too."""
        if self._worker.pid is not None:
            self._ask(Release(), "giving the place back")

    def _ask(self, request: Any, task: str, told: Told = unheard) -> Any:
        try:
            return self._worker.ask(request, task, told)
        except WorkerFailureError as error:
            raise DeviceError(error.message, hint=error.hint) from error


def _refused(refusal: Refusal) -> NeurioGenError:
    kind = UsageError if refusal.usage else DeviceError
    return kind(refusal.message, hint=refusal.hint)
