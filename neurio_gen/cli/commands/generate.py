"""`neurio-gen generate`."""

from __future__ import annotations

from neurio_gen.cli.console import out, progress_report
from neurio_gen.cli.groups import Generation, Selection, Showing, grouped
from neurio_gen.cli.requests import make_request
from neurio_gen.cli.verdict import conclude
from neurio_gen.pipeline.claim import claimed
from neurio_gen.pipeline.prepare import prepare


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
    with progress_report(verbose=showing.verbose, quiet=showing.quiet) as report:
        report.plan(len(request.benchmarks))
        with claimed(request.output, report):
            subjects = prepare(request, report)
    if not showing.quiet:
        for subject in subjects:
            if subject.image is not None:
                out.print(f"{subject.benchmark.id}: {subject.image.directory}", soft_wrap=True)
    return conclude(selection, {subject.benchmark.id: subject.problem for subject in subjects})
