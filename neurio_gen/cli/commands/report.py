"""`neurio-gen report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neurio_gen.cli import completion, options
from neurio_gen.cli.commands.results import results_dir, tell_problems
from neurio_gen.cli.console import err, out
from neurio_gen.errors import EXIT_OK
from neurio_gen.report.content import content_of
from neurio_gen.report.markdown import to_markdown
from neurio_gen.results import write_atomically
from neurio_gen.results.selection import select

_STDOUT = Path("-")


def report(
    runs: Annotated[
        list[str],
        typer.Argument(
            help="Runs, files, boards or git revisions; `latest` is the newest run.",
            metavar="RUN...",
            autocompletion=completion.complete_subject,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The page. Default: report.html.", metavar="FILE"),
    ] = None,
    markdown: Annotated[
        Path | None,
        typer.Option(help="Markdown for pull requests; - prints it.", metavar="FILE"),
    ] = None,
    results: Annotated[
        Path,
        typer.Option(help="The folder of runs, or the --output of the runs.", metavar="DIR"),
    ] = options.DEFAULT_OUTPUT,
    templates: options.Templates = None,
) -> int:
    """Make one HTML file about runs: heat maps, charts, tables, provenance.

    The file needs no network and no other file. Markdown alone is made where only that is asked.

    Examples:

      neurio-gen report latest

      neurio-gen report mps2_an386 mps3_an547 -o boards.html

      neurio-gen report latest --markdown -
    """
    found = [select(name, results_dir(results)).as_run() for name in runs]
    content = content_of(found)
    if output is not None or markdown is None:
        from neurio_gen.report.page import to_html

        page = output or Path("report.html")
        write_atomically(page, to_html(content, templates or ()))
        err.print(f"{page}: {len(content.series)} series", soft_wrap=True, markup=False)
    if markdown == _STDOUT:
        out.out(to_markdown(content), end="")
    elif markdown is not None:
        write_atomically(markdown, to_markdown(content))
    for run in found:
        tell_problems(run)
    return EXIT_OK
