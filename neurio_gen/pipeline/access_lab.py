"""A board at a place of a lab: a request has it from its first image to the last answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from neurio_gen.build import BuiltImage
from neurio_gen.devices.labgrid.farm import Farm
from neurio_gen.devices.labgrid.requests import Taken
from neurio_gen.errors import UsageError
from neurio_gen.flashing.lab import flash_in_lab, lab_method, reset_in_lab
from neurio_gen.pipeline.access import Access, Held, waiting
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.write_flash import flash_job
from neurio_gen.progress import Progress


class LabBoard(Access):
    """A board at a place of a lab."""

    def __init__(self, farm: Farm) -> None:
        self._farm = farm

    def close(self) -> None:
        """Ends the session with the lab, and gives back what is held."""
        self._farm.close()

    def check(self, request: Request, progress: Progress, *, writes: bool) -> None:
        """A place is there that fits the board, with a serial port and a way to flash it."""
        if request.flash.probe is not None:
            raise UsageError(
                "A place of a lab has its own debug probe: --probe has no meaning.",
                hint="Leave --probe out.",
            )
        seen = self._farm.look()
        if writes:
            for each in seen:
                lab_method(request.board, each.place, each.resources, request.flash.method)
        if all(each.holder for each in seen):
            told = waiting(progress)
            told("; ".join(f"{each.place}: {each.holder}" for each in seen))
            if request.wait == 0:
                with self.hold(request, progress):
                    pass

    @contextmanager
    def hold(self, request: Request, progress: Progress) -> Iterator[Held]:
        """A place, until the context is left."""
        taken = self._farm.take(request.wait, waiting(progress))
        progress.detail(f"{taken.place} is held: {taken.url}")
        try:
            found = replace(request, port=taken.url)
            yield HeldInLab(found, self._farm, taken, progress)
        finally:
            self._farm.release()


@dataclass(frozen=True)
class HeldInLab(Held):
    """A place that was acquired."""

    request: Request
    farm: Farm
    taken: Taken
    progress: Progress

    def write(self, image: BuiltImage) -> str:
        """By labgrid's drivers, from the exporter's machine."""
        self.progress.stage("flash", image.name)
        wish = self.request.flash.method
        method = lab_method(self.request.board, self.taken.place, self.taken.resources, wish)
        log = self.request.log_dir / f"{image.name}.flash.log"
        flash_in_lab(self.farm, flash_job(self.request, image, None), method, log)
        return f"{method} through labgrid"

    def confirm(self) -> None:
        """Asks the coordinator."""
        self.farm.confirm()

    def reset(self, image: BuiltImage) -> None:
        """By the probe, or a switch of its power."""
        reset_in_lab(self.farm, flash_job(self.request, image, None), self.taken.resources)
