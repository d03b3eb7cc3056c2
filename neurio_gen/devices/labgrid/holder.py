"""The process that holds a place. It ends when nobody asks it any more, and gives it back."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from neurio_gen.devices.labgrid.address import COORDINATOR_VARIABLE
from neurio_gen.devices.labgrid.coordinator import Coordinator
from neurio_gen.devices.labgrid.requests import Confirm, Look, Release, Run, Take, Taken
from neurio_gen.devices.labgrid.tools import Tools
from neurio_gen.errors import DeviceError


class Holder:
    """Answers requests; the session with the coordinator begins with the first one."""

    def __init__(self) -> None:
        self._coordinator: Coordinator | None = None
        self._tools: Tools | None = None

    def __call__(self, request: Any, tell: Callable[[str], None]) -> Any:
        """What a request of `requests` comes to."""
        lab = self._coordinator = self._coordinator or Coordinator(os.environ[COORDINATOR_VARIABLE])
        if isinstance(request, Look):
            return lab.find(request)
        if isinstance(request, Take):
            return self._take(lab, request, tell)
        if isinstance(request, Release):
            self._tools = None
            return lab.release()
        lab.check()
        if self._tools is None:
            raise DeviceError(
                "The process that held the place has ended in the middle.",
                hint="`labgrid-client who` lists what is held still.",
            )
        if isinstance(request, Confirm):
            return lab.confirm()
        assert isinstance(request, Run)
        return self._tools.run(request.tool, request.seconds, tell)

    def _take(self, lab: Coordinator, request: Take, tell: Callable[[str], None]) -> Taken:
        place = lab.take(request.look, request.seconds, tell)
        try:
            self._tools = Tools(lab.session, place)
            (seen,) = lab.find(Look(place, request.look.board))
            return Taken(place, self._tools.url(), seen.resources)
        except BaseException:
            lab.release()
            raise

    def close(self) -> None:
        """Gives back what is held."""
        if self._coordinator is not None:
            self._coordinator.release()


def service() -> Holder:
    """What answers; see `workers.child`. A request to end is heeded in order, too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    return Holder()
