"""`neurio-gen new-board`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from neurio_gen.boards import FOLDERS_VARIABLE, all_boards, load_board
from neurio_gen.boards.scaffold import scaffold_board
from neurio_gen.boards.stm32_parts import nearest_board, read_part
from neurio_gen.cli import completion
from neurio_gen.cli.console import out
from neurio_gen.errors import UsageError
from neurio_gen.resources import with_pages
from neurio_gen.showing.lines import print_line


def new_board(
    board_id: Annotated[str, typer.Argument(metavar="ID", help="The new board's id.")],
    *,
    like: Annotated[
        str | None,
        typer.Option(
            "--like",
            help="The board to copy.",
            metavar="ID",
            autocompletion=completion.complete_board,
        ),
    ] = None,
    part: Annotated[
        str | None,
        typer.Option(
            help="Part number of its chip, an STM32: the nearest known board is copied.",
            metavar="PART",
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="The board's name for people.", metavar="NAME")
    ] = None,
    family: Annotated[
        str | None,
        typer.Option(
            help="Begin a family of its own, with the code of the other board's.", metavar="NAME"
        ),
    ] = None,
    folder: Annotated[Path, typer.Option(help="Folder of your boards.", metavar="DIR")] = Path(
        "boards"
    ),
) -> None:
    """Begin a board of your own: its manifest, and with --family its code.

    Examples:

      neurio-gen new-board my_board --like nucleo_l4r5zi

      neurio-gen new-board my_board --part STM32F429ZI

      neurio-gen new-board my_board --like nucleo_u575zi_q --family stm32h5
    """
    chip = None if part is None else read_part(part)
    if like is not None:
        model = load_board(like)
    elif chip is not None:
        model = nearest_board(chip, all_boards())
    else:
        raise UsageError(
            "A new board begins as a copy of another.", hint="Name it by --like, or a --part."
        )
    made = scaffold_board(board_id, model, folder, name=name, family=family, part=chip)
    _say(
        f"Wrote {made.manifest}, a copy of {model.id}: set name, clock, pins, memories and USB ids."
    )
    if chip is not None:
        _say(
            f"Chip and flash ({chip.flash_bytes // 1024:,} KB) are those of the part number"
            + ("." if model.mcu.startswith(chip.chip) else "; check RAM and clock limits.")
        )
    if made.sources:
        _say(f"Wrote {len(made.sources)} files in {made.sources[0].parent}: change the code.")
    _say(
        f"Then: neurio-gen --boards {folder} build --board {board_id}\n"
        f"or set {FOLDERS_VARIABLE}={folder.resolve()}. "
        "docs/add-a-board.md takes you through it."
    )


def _say(text: str) -> None:
    print_line(out, escape(with_pages(text)))
