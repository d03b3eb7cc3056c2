"""The results of a run as a value: a table, a data frame, a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from neurio_gen.boards import Board
from neurio_gen.errors import UsageError
from neurio_gen.report.fitting_table import WIDTH
from neurio_gen.report.mode_tables import table_of
from neurio_gen.results import Environment, Result, write_atomically, write_document

if TYPE_CHECKING:
    import pandas as pd

_NESTED = frozenset({"windows", "quality", "energy", "profile", "vendor", "chart", "details"})
"""Fields of a result that have no place in one cell."""


@dataclass(frozen=True)
class BenchmarkResult:
    """What a benchmark measured on a board, a `Result` for each entry, in the order they ran.

    Prints as a table. `results[i]` and `results["conv2d-f32-s1"]` are single results.
    """

    board: Board
    environment: Environment
    results: tuple[Result, ...]

    def __str__(self) -> str:
        text = io.StringIO()
        console = _console(text)
        console.print(table_of(self.board, self.results))
        return text.getvalue().rstrip()

    def _repr_html_(self) -> str:
        """The table in a notebook."""
        console = _console(io.StringIO(), record=True)
        console.print(table_of(self.board, self.results))
        page = '<pre style="line-height: normal; overflow-x: auto">{code}</pre>'
        return console.export_html(inline_styles=True, code_format=page)

    def __len__(self) -> int:
        return len(self.results)

    def __iter__(self) -> Iterator[Result]:
        return iter(self.results)

    def __getitem__(self, key: int | str) -> Result:
        """A result by position, id or name. Raises IndexError or KeyError for an unknown one."""
        if isinstance(key, int):
            return self.results[key]
        for result in self.results:
            if key in (result.benchmark, result.benchmark.rpartition("/")[2]):
                return result
        raise KeyError(key)

    @property
    def ok(self) -> bool:
        """Whether everything ran and no output differs from the oracle's."""
        return all(result.status == "ok" for result in self.results)

    def rows(self) -> list[dict[str, Any]]:
        """A flat dictionary a result: its fields of the JSON contract, nested ones left out."""
        return [result.model_dump(mode="json", exclude=set(_NESTED)) for result in self.results]

    def to_pandas(self) -> pd.DataFrame:
        """A data frame with a row a result. Raises UsageError where pandas is not installed."""
        try:
            import pandas as pd
        except ImportError as error:
            raise UsageError(
                "Data frames need pandas, which is not installed.",
                hint="pip install neurio-gen[pandas]",
            ) from error
        return pd.DataFrame(self.rows())

    def save(self, path: Path | str) -> Path:
        """Writes `.json` (the document of `--json`) or `.csv` (a line a result); the path.

        Raises UsageError for another suffix, StorageError where it cannot be written.
        """
        file = Path(path)
        if file.suffix == ".json":
            write_document(file, self.environment, self.results)
        elif file.suffix == ".csv":
            write_atomically(file, self._csv())
        else:
            raise UsageError(
                f"Results are not saved as {file.name!r}.", hint="End the name in .json or .csv."
            )
        return file

    def _csv(self) -> str:
        rows = self.rows()
        text = io.StringIO()
        writer = csv.DictWriter(text, rows[0] if rows else ["benchmark"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()


def _console(text: io.StringIO, *, record: bool = False) -> Console:
    """What writes into `text`, in notebooks too: there rich would fill the cell."""
    return Console(file=text, width=WIDTH, highlight=False, record=record, force_jupyter=False)
