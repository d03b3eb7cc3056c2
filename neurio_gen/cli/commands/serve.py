"""`neurio-gen serve`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from neurio_gen.cli import options
from neurio_gen.cli.console import err, out, progress_bar
from neurio_gen.cli.groups import Connection, Generation, Selection, Showing, grouped
from neurio_gen.cli.modes import build_mode
from neurio_gen.cli.requests import make_request
from neurio_gen.devices import Device, connect, open_device
from neurio_gen.devices.emulated_interface import EmulatedInterfaceBoard
from neurio_gen.devices.identity import EmulatorMark
from neurio_gen.devices.sd_card import SdCard
from neurio_gen.devices.serve import TcpEndpoint, TerminalEndpoint
from neurio_gen.devices.serve import serve as serve_device
from neurio_gen.errors import ProtocolError, UsageError
from neurio_gen.pipeline.access import access_to
from neurio_gen.pipeline.claim import claimed
from neurio_gen.pipeline.construct import beginning, construct
from neurio_gen.pipeline.modes.streaming import check_receiver, write_generated
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Failed
from neurio_gen.progress import PlannedStage, Progress
from neurio_gen.protocol import wire
from neurio_gen.protocol.session import Session
from neurio_gen.showing.lines import print_line
from neurio_gen.sound.recording import write_truth


@grouped
def serve(
    *,
    selection: Selection,
    generation: Generation,
    connection: Connection,
    mode: options.Mode = options.ModeName.PERFORMANCE,
    interface: Annotated[
        bool,
        typer.Option("--interface", help="Put the official interface board, emulated, before it."),
    ] = False,
    card: Annotated[
        Path | None,
        typer.Option(
            "--sd-card",
            help="Folder with the WAV files on the emulated interface board's card, for --mode "
            "streaming. Default: one that --seed generates.",
            metavar="DIR",
        ),
    ] = None,
    tcp: Annotated[
        int | None,
        typer.Option(
            help="Serve a TCP port of this machine, not a pseudo-terminal; 0 is any free one.",
            metavar="PORT",
            min=0,
            max=65535,
        ),
    ] = None,
    showing: Showing,
) -> None:
    """Start a device and keep it up for other programs, until Ctrl-C.

    Prints where it is, alone on a line: the path of a pseudo-terminal, which is as good as a
    serial port, or the URL of a TCP port. Programs connect one after the other; the device follows
    the baud rate that they set. The official MLPerf Tiny runner works with it unchanged.

    Examples:

      neurio-gen serve --board mps2_an386 --benchmark kws01

      neurio-gen serve --board native -B ic01 --tcp 3333

      neurio-gen serve --board nucleo_l4r5zi --emulate -B kws01 --mode energy --interface

      neurio-gen serve --board nucleo_l4r5zi --emulate -B sww01 --mode streaming --interface
    """
    request = make_request(selection, generation, connection)
    streaming = mode is options.ModeName.STREAMING
    _check(request, streaming, interface, card)
    if mode is options.ModeName.ENERGY:
        request = replace(request, board=request.board.at(wire.ENERGY_BAUD))
    with progress_bar(verbose=showing.verbose, quiet=showing.quiet) as progress:
        image = _image(request, mode, progress)
    log = request.log_dir / "served.uart.log"
    with (
        access_to(request) as access,
        access.hold(request, _Notes()) as held,
        open_device(
            request.board,
            image,
            port=held.request.port,
            baud=request.baud,
            boot_seconds=request.boot_seconds,
            log=log,
        ) as device,
        TerminalEndpoint() if tcp is None else TcpEndpoint(tcp) as endpoint,
    ):
        session = connect(device, _note)
        profile = session.profile()
        if not showing.quiet:
            print_line(err, f"{profile.model} on {request.board.name} is served; Ctrl-C ends it.")
        out.print(endpoint.address, soft_wrap=True)
        mark = EmulatorMark(request.board) if request.board.device == "emulated" else None
        with contextlib.suppress(KeyboardInterrupt):  # the way to end it
            if streaming:
                board = _sound_board(request, device, card)
                serve_device(board, endpoint, mark=mark)
            elif interface:
                serve_device(EmulatedInterfaceBoard(device.link), endpoint, mark=mark)
            else:
                serve_device(device.link, endpoint, mark=mark, follow=_follower(session))


def _check(request: Request, streaming: bool, interface: bool, card: Path | None) -> None:
    """Raises UsageError for options that do not belong together, before anything is built."""
    if card is not None and not streaming:
        raise UsageError(
            "--sd-card is only valid with --mode streaming.", hint="Add --mode streaming."
        )
    if card is not None and not card.is_dir():
        raise UsageError(f"{card} is no folder.", hint="Name a folder with WAV files.")
    if not streaming:
        return
    check_receiver(request.board)
    if request.board.device != "emulated":
        raise UsageError(
            "Sound cannot be played to a real board from here: its interface board does that.",
            hint="Add --emulate, or run the official runner with the boards themselves.",
        )
    if not interface:
        raise UsageError(
            "The streaming test takes the interface board, which plays the sound.",
            hint="Add --interface.",
        )


def _sound_board(request: Request, device: Device, card: Path | None) -> EmulatedInterfaceBoard:
    """The interface board with a card: the user's files, or a recording of the seed."""
    from neurio_gen.devices.emulated import EmulatedDevice  # Unicorn takes long to import
    from neurio_gen.devices.emulated_sound import EmulatedSound

    assert isinstance(device, EmulatedDevice)
    if card is None:
        recording = write_generated(request)
        card = recording.path.parent
        truth = recording.path.with_suffix(".json")
        write_truth(truth, [recording])
        _note(f"The card holds {recording.path}; its truth file is {truth}.")
    return EmulatedInterfaceBoard(device.link, EmulatedSound(device), SdCard(card))


def _follower(session: Session) -> Callable[[int], None]:
    """Has the device go on at the rate that a program has set, where it has rates at all."""

    def follow(rate: int) -> None:
        if session.baud is None or session.baud == rate:
            return
        try:
            session.set_baud(rate)
        except ProtocolError as error:
            _note(
                f"A program is at {rate} baud, the device stays at {session.baud}: {error.message}"
            )

    return follow


class _Notes(Progress):
    """Who has a board that is waited for."""

    def note(self, text: str) -> None:
        """A line that everybody should see."""
        _note(text)


def _note(text: str) -> None:
    print_line(err, escape(text))


def _image(request: Request, mode: options.ModeName, progress: Progress) -> Path:
    """The image to run. A board on a port has one in its flash."""
    if request.board.device == "serial":
        return Path()
    if len(request.benchmarks) != 1:
        raise UsageError(
            f"{len(request.benchmarks)} benchmarks are named; a device runs one image.",
            hint="Name one, such as --benchmark kws01.",
        )
    build = build_mode(mode, request.board)
    progress.plan([PlannedStage("compile", 1), PlannedStage("build to serve", 1)])
    with claimed(request.output, progress), beginning(request, build) as begun:
        prepared = prepare(request, progress)
        (item,) = construct(request, prepared, progress, build, begun=begun)
    if isinstance(item, Failed):
        raise item.error
    return item.image.elf
