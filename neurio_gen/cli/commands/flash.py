"""`neurio-gen flash`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from neurio_gen.build import BuiltImage
from neurio_gen.cli import options
from neurio_gen.cli.console import out, progress_bar
from neurio_gen.cli.groups import Connection, Flashing, Generation, Selection, Showing, grouped
from neurio_gen.cli.modes import build_mode
from neurio_gen.cli.requests import make_request
from neurio_gen.errors import UsageError
from neurio_gen.pipeline.access import access_to
from neurio_gen.pipeline.access_lab import LabBoard
from neurio_gen.pipeline.construct import built_before
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.stages import Construction, Failed
from neurio_gen.pipeline.write_flash import set_flash_banks


@dataclass(frozen=True, kw_only=True)
class FlashSelection(Selection):
    """As everywhere, but for the default: the emulators' boards have no flash to write."""

    default_board: ClassVar[str] = "nucleo_l4r5zi"


@grouped
def flash(
    *,
    selection: FlashSelection,
    generation: Generation,
    mode: options.Mode = options.ModeName.PERFORMANCE,
    port: options.Port = None,
    wait: options.Wait = None,
    flashing: Flashing,
    flash_banks: options.SetFlashBanks = None,
    showing: Showing,
) -> None:
    """Write an image that was built before into a board's flash.

    Options that it was built with are given here, too.

    Example:

      neurio-gen flash --board nucleo_l4r5zi -B kws01 --port /dev/ttyACM1

      neurio-gen flash --board nucleo_l4r5zi -B kws01 --method stlink --probe 066AFF

      neurio-gen flash --board nucleo_l4r5zi --suite layer-based

      neurio-gen flash --board nucleo_l4r5zi -B kws01 --port labgrid://nucleo-1

      neurio-gen flash --board nucleo_l4r5zi -B kws01 --mode energy
    """
    request = make_request(
        selection, generation, connection=Connection(port=port, wait=wait), flashing=flashing
    )
    build = build_mode(mode, request.board)
    with (
        progress_bar(verbose=showing.verbose, quiet=showing.quiet) as progress,
        access_to(request) as access,
    ):
        if flash_banks is not None and isinstance(access, LabBoard):
            raise UsageError(
                "The bank mode of a chip in a lab cannot be set from here.",
                hint="Set it where the board is, by --flash-banks there, and leave it out here.",
            )
        prepared = prepare(request, progress, write=False)
        image = _only_image(built_before(request, prepared, build))
        access.check(request, progress, writes=True)
        banks = None if flash_banks is None else flash_banks.banks
        changed = False
        with access.hold(request, progress) as held:
            if banks is not None:
                progress.stage("flash", f"{banks} bank(s)")
                changed = set_flash_banks(request, image, banks)
            used = held.write(image)
    if not showing.quiet:
        if banks is not None:
            how = "has been set to" if changed else "was already set to"
            out.print(f"The flash of {request.board.id} {how} {banks} bank(s).")
        out.print(f"{image.name} is on {request.board.id}, written by {used}.")


def _only_image(constructions: Sequence[Construction]) -> BuiltImage:
    """The image that holds all that was named.

    Raises the first model's error, UsageError where several images would be needed.
    """
    images: dict[str, BuiltImage] = {}
    for item in constructions:
        if isinstance(item, Failed):
            raise item.error
        images[item.image.name] = item.image
    if len(images) != 1:
        raise UsageError(
            f"{len(images)} images hold what is named ({', '.join(images)}); a board takes one.",
            hint="Name what one image holds, such as --benchmark kws01.",
        )
    return next(iter(images.values()))
