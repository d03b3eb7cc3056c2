"""How much RAM an interpreter needs: found by setting it up once, on the device or models of it.

Its arena holds structures of the target's ABI beside tensors, so that no computation on the host
can tell. An image with a generous arena is built, from sources below `arena/` of the output, and
asked over the wire; what an ELF has answered is kept, and asked no second time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from neurio_gen.benchmarks import Benchmark
from neurio_gen.boards import Board
from neurio_gen.build import BuiltImage, try_build_images
from neurio_gen.codegen import GeneratedImage, ImageModel, Program
from neurio_gen.codegen.generate import generate_image
from neurio_gen.devices import Device, connect, open_device
from neurio_gen.emulator.wiring import emulated_boards
from neurio_gen.engines.engine import Unsized
from neurio_gen.engines.goals import harness_ram
from neurio_gen.errors import (
    DeviceError,
    DoesNotFitError,
    NeurioGenError,
    UnsupportedModelError,
)
from neurio_gen.models.cache import write_atomically
from neurio_gen.pipeline.access import access_to
from neurio_gen.pipeline.request import Request
from neurio_gen.progress import Progress
from neurio_gen.protocol.exchange import RefusedError
from neurio_gen.protocol.session import Session

UNLIMITED = 64 * 1024 * 1024
"""Bytes of a generous arena where no limit of the RAM is known."""

_STEP = 16  # arenas are aligned so, and sizes are multiples of it
_BUILDS = 4  # the linker says how many bytes are too many, and other sections move a little


def sized_programs(
    request: Request, wanted: Mapping[Benchmark, Unsized], progress: Progress
) -> dict[Benchmark, Program | NeurioGenError]:
    """The program of each model with the least arena that its interpreter can be set up in.

    An error stands in the place of what does not fit or cannot be set up at all. Raises BuildError
    where nothing can be built.
    """
    sizes = dict.fromkeys(wanted, _generous(request.board))
    found: dict[Benchmark, Program | NeurioGenError] = {}
    images = _build(request, wanted, sizes, progress)
    for benchmark, image in images.items():
        progress.stage("arena", benchmark.name)
        if isinstance(image, NeurioGenError):
            found[benchmark] = image
            continue
        try:
            nbytes = _known(request, image) or _ask(
                request, benchmark, image, sizes[benchmark], progress
            )
        except NeurioGenError as error:
            found[benchmark] = error
        else:
            _remember(request, image, nbytes)
            found[benchmark] = wanted[benchmark].sized(nbytes)
            progress.detail(f"{benchmark.name} takes {nbytes:,} bytes of arena")
    return found


def _generous(board: Board) -> int:
    """All RAM that the stack and the harness leave; what else is linked is not known yet."""
    if board.ram_bytes is None:
        return UNLIMITED
    return _down(board.ram_bytes - board.stack_bytes - harness_ram(board))


def _build(
    request: Request,
    wanted: Mapping[Benchmark, Unsized],
    sizes: dict[Benchmark, int],
    progress: Progress,
) -> dict[Benchmark, BuiltImage | NeurioGenError]:
    """An image for each model, its arena made smaller until the board's RAM holds it."""
    outcomes: dict[Benchmark, BuiltImage | NeurioGenError] = {}
    todo = list(wanted)
    for _ in range(_BUILDS):
        images = [_generate(request, each, wanted[each].sized(sizes[each])) for each in todo]
        progress.stage("arena", request.board.id)
        built = try_build_images(
            request.board,
            images,
            request.output,
            progress,
            mode="arena",
            linked=request.engine.linked(request.board),
            jobs=request.jobs,
        )
        outcomes |= dict(zip(todo, built, strict=True))
        todo = [each for each in todo if _shrunk(outcomes[each], each, sizes)]
        if not todo:
            break
    return outcomes


def _shrunk(
    outcome: BuiltImage | NeurioGenError, benchmark: Benchmark, sizes: dict[Benchmark, int]
) -> bool:
    """Whether a smaller arena may help, which is then the next to be tried."""
    if not isinstance(outcome, DoesNotFitError) or outcome.memory != "RAM":
        return False
    smaller = _down(sizes[benchmark] - (outcome.needed - outcome.available))
    if smaller <= 0:
        return False
    sizes[benchmark] = smaller
    return True


def _generate(request: Request, benchmark: Benchmark, program: Program) -> GeneratedImage:
    board, variant = request.board.id, request.engine.linked(request.board).variant
    model = ImageModel(benchmark.name, program, benchmark.input_encoding, benchmark.result_kind)
    return generate_image(
        [model],
        request.workspace.arena.generated(board, variant) / benchmark.name,
        request.command,
        overrides=request.templates,
    )


def _ask(
    request: Request, benchmark: Benchmark, image: BuiltImage, most: int, progress: Progress
) -> int:
    """The least arena, a multiple of 16 bytes. Raises UnsupportedModelError where none will do."""
    with _device(request, image, progress) as session:
        session.select(benchmark.name)
        try:
            used = session.arena(most)
        except RefusedError as error:
            raise UnsupportedModelError(
                benchmark.id,
                [f"it cannot be set up in {most:,} bytes of arena: {_reason(error)}"],
                hint="Either it needs a board with more RAM, or an operator refuses it.",
            ) from error
        return _least(session, _up(used), most)


def _least(session: Session, enough: int, most: int) -> int:
    """What it uses is enough in most cases; while it is set up, it may need more for a while."""
    if _suffices(session, enough):
        return enough
    low, high = enough, most
    while high - low > _STEP:
        middle = _up((low + high) // 2)
        if middle == high:
            break
        low, high = (low, middle) if _suffices(session, middle) else (middle, high)
    return high


def _suffices(session: Session, nbytes: int) -> bool:
    try:
        session.arena(nbytes)
    except RefusedError:
        return False
    return True


def _reason(error: RefusedError) -> str:
    return error.message.partition("e-[")[2].rstrip(".").removesuffix("]") or error.message


@contextmanager
def _device(request: Request, image: BuiltImage, progress: Progress) -> Iterator[Session]:
    """Something that runs the image: models of the board's chip, where there are any."""
    board = request.board
    if board.device == "serial" and board.id in emulated_boards():
        board = board.emulated()
    serial = board.device == "serial"
    if serial:
        with _held(request, image, progress) as found, _opened(found, image) as device:
            yield connect(device, progress.note)
    else:
        with _opened(replace(request, board=board, port=None, baud=None), image) as device:
            yield connect(device, progress.note)


@contextmanager
def _held(request: Request, image: BuiltImage, progress: Progress) -> Iterator[Request]:
    """The board with the image in its flash, to ourselves; the request with its port."""
    with access_to(request) as access, access.hold(request, progress) as held:
        try:
            held.write(image)
        except DeviceError as error:
            error.hint = f"{error.hint or ''} Without the board, give the size: --arena N.".strip()
            raise
        yield held.request


def _opened(request: Request, image: BuiltImage) -> Device:
    log = request.log_dir / f"{image.name}.arena.uart.log"
    return open_device(request.board, image.elf, port=request.port, baud=request.baud, log=log)


def _known(request: Request, image: BuiltImage) -> int | None:
    """What the very ELF has answered before."""
    try:
        sizes = json.loads(request.workspace.arenas.read_text(encoding="utf-8"))
        return int(sizes[image.sha256])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _remember(request: Request, image: BuiltImage, nbytes: int) -> None:
    path = request.workspace.arenas
    try:
        sizes = dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        sizes = {}
    if sizes.get(image.sha256) != nbytes:
        sizes[image.sha256] = nbytes
        write_atomically(path, json.dumps(sizes, indent=1).encode())


def _up(nbytes: int) -> int:
    return -(-nbytes // _STEP) * _STEP


def _down(nbytes: int) -> int:
    return nbytes // _STEP * _STEP
