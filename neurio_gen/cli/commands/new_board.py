"""`neurio-gen new-board`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neurio_gen.boards import FOLDERS_VARIABLE, load_board
from neurio_gen.boards.scaffold import scaffold_board
from neurio_gen.cli import completion
from neurio_gen.cli.console import out


def new_board(
    board_id: Annotated[str, typer.Argument(metavar="ID", help="The new board's id.")],
    *,
    like: Annotated[
        str,
        typer.Option(
            "--like",
            help="The board to begin as a copy of.",
            metavar="ID",
            autocompletion=completion.complete_board,
        ),
    ],
    name: Annotated[str | None, typer.Option(help="The board's name for people.")] = None,
    family: Annotated[
        str | None,
        typer.Option(help="Begin a family of its own, with the code of the other board's."),
    ] = None,
    folder: Annotated[Path, typer.Option(help="Where your boards lie.", metavar="DIR")] = Path(
        "boards"
    ),
) -> None:
    """Begin a board of your own: its manifest, and with --family its code.

    Examples:

      neurio-gen new-board my_board --like nucleo_l4r5zi

      neurio-gen new-board my_board --like nucleo_u575zi_q --family stm32h5
    """
    made = scaffold_board(board_id, load_board(like), folder, name=name, family=family)
    out.print(f"Wrote {made.manifest}: set name, clock, pins, memories and USB ids.")
    if made.sources:
        out.print(f"Wrote {len(made.sources)} files in {made.sources[0].parent}: change the code.")
    out.print(
        f"Then: neurio-gen --boards {folder} build --board {board_id}\n"
        f"or set {FOLDERS_VARIABLE}={folder.resolve()}. "
        "docs/add-a-board.md takes you through it.",
        soft_wrap=True,
    )
