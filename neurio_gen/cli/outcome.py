"""What a command that has measured says in the end."""

from __future__ import annotations

from neurio_gen.boards import Board
from neurio_gen.cli.console import out, print_note
from neurio_gen.cli.groups import Selection
from neurio_gen.cli.verdict import conclude
from neurio_gen.errors import DeviceError, ProtocolError
from neurio_gen.pipeline.measure import Measured
from neurio_gen.report.mode_tables import table_of
from neurio_gen.report.vendor_table import vendor_table


def show(board: Board, measured: Measured, selection: Selection, *, quiet: bool) -> int:
    """Print table and errors; the exit code."""
    results = measured.results
    errors = [error for error in measured.errors.values() if error is not None]
    if not quiet and not (selection.own_models and len(results) == len(errors)):
        out.print(table_of(board, results))
        if (vendors := vendor_table(board, results)) is not None:
            out.print(vendors)
    code = conclude(selection, measured.errors)
    known = sum(result.status == "ok" for result in results)
    if known and any(isinstance(error, (DeviceError, ProtocolError)) for error in errors):
        print_note(f"{known} of {len(results)} measured; continue with --resume.")
    return code
