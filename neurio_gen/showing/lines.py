"""Lines of text: a terminal gets them broken between words, files and pipes get them whole."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text


def print_line(console: Console, markup: str, style: str = "") -> None:
    """Prints `markup`. A word that is longer than the terminal is wide stays one word."""
    text = Text.from_markup(markup, style=style)
    if console.is_terminal:
        text = Text("\n").join(_at_words(line, console.width) for line in text.split("\n"))
    console.print(text, soft_wrap=True)


def _at_words(line: Text, width: int) -> Text:
    column, breaks = 0, []
    for word in re.finditer(r"\s*\S+\s*", line.plain):
        if column and column + cell_len(word[0].rstrip()) > width:
            breaks.append(word.start())
            column = 0
        column += cell_len(word[0])
    pieces = line.divide(breaks)
    for piece in pieces[:-1]:
        piece.rstrip()
    return Text("\n").join(pieces)
