"""Lines for people are broken between words; those for programs are not broken at all."""

from __future__ import annotations

import io

from rich.console import Console

from neurio_gen.showing.lines import print_line

TEXT = "  grün.tflite: 模型 its input is [bold]uint8[/] in /a/path/that/is/longer/than/the/terminal"


def printed(terminal: bool) -> str:
    file = io.StringIO()
    print_line(Console(file=file, width=24, force_terminal=terminal, color_system=None), TEXT)
    return file.getvalue()


def test_a_terminal_gets_whole_words_and_a_path_in_one_piece() -> None:
    assert printed(terminal=True) == (
        "  grün.tflite: 模型 its\ninput is uint8 in\n/a/path/that/is/longer/than/the/terminal\n"
    )


def test_a_pipe_gets_one_line() -> None:
    assert printed(terminal=False) == TEXT.replace("[bold]", "").replace("[/]", "") + "\n"
