"""`neurio-gen generate`."""

from __future__ import annotations

from rich.markup import escape

from neurio_gen.cli.console import out, progress_bar
from neurio_gen.cli.groups import Generation, Selection, Showing, grouped
from neurio_gen.cli.requests import make_request
from neurio_gen.cli.verdict import conclude
from neurio_gen.pipeline.claim import claimed
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.stages import Generated, errors_of
from neurio_gen.progress import PlannedStage
from neurio_gen.showing.lines import print_line


@grouped
def generate(
    *,
    selection: Selection,
    generation: Generation,
    showing: Showing,
) -> int:
    """Turn models into C++ sources, one folder per image, and stop there.

    Example:

      neurio-gen generate --board nucleo_l4r5zi --model my.tflite
    """
    request = make_request(selection, generation)
    with progress_bar(verbose=showing.verbose, quiet=showing.quiet) as progress:
        progress.plan([PlannedStage("compile", len(request.benchmarks))])
        with claimed(request.output, progress):
            items = prepare(request, progress)
    if not showing.quiet:
        for item in items:
            if isinstance(item, Generated):
                print_line(out, escape(f"{item.benchmark.id}: {item.sources.directory}"))
    return conclude(selection, errors_of(items))
