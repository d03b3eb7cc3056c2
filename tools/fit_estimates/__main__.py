"""`make fit-estimates`: rates of kernels from emulated runs, and how good they are.

    python tools/fit_estimates fit [--board BOARD] [--models N]
    python tools/fit_estimates check [--board BOARD] [--networks N]

`fit` counts random layers on the emulated board and writes their rates. `check` counts random
networks, none of which a fit has seen, and writes the table of errors into docs/estimate.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import training
from counting import Counted, count
from rates import rates_of
from table import compared, write_table

from neurio_gen.level import Level
from neurio_gen.models import KerasModel, obtain_all
from neurio_gen.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
RATES = ROOT / "neurio_gen" / "estimation" / "rates"
BOARDS = ("nucleo_l4r5zi",)
NETWORKS = ROOT / "examples" / "random_networks.py"


class Told(Progress):
    """Prints what goes wrong."""

    def note(self, text: str) -> None:
        """A line."""
        print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Fits or checks, for each board."""
    options = _options()
    for board in options.board or BOARDS:
        if options.what == "fit":
            _fit(board, options.models, options.output / board)
        else:
            _check(board, options.networks, options.output / board)
    return 0


def _fit(board: str, models: int, output: Path) -> None:
    counted: list[Counted] = []
    for seed, level in enumerate((Level.BALANCED, Level.SPEED, Level.SIZE)):
        share = models // 2 if level is Level.BALANCED else models // 4
        counted += count(training.models(share, seed), board, level, output / "fit", Told())
    rates = rates_of(board, counted)
    (RATES / f"{board}.json").write_text(rates.model_dump_json(indent=1) + "\n")
    print(f"{board}: {len(rates.kernels)} groups of calls")


def _check(board: str, networks: int, output: Path) -> None:
    sources = [
        KerasModel(f"{NETWORKS}:network", f"random-{n}", (("number", n),)) for n in range(networks)
    ]
    models = [(f"random-{n}", model.tflite) for n, model in enumerate(obtain_all(sources))]
    rows = []
    for level in (Level.BALANCED,):
        for each in count(models, board, level, output / "check", Told()):
            rows.append(compared(each, board))
    write_table(ROOT / "docs" / "estimate.md", board, rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("fit", "check"))
    parser.add_argument("--board", action="append", help="may be given several times")
    parser.add_argument("--models", type=int, default=240, help="of eight layers each")
    parser.add_argument("--networks", type=int, default=200)
    parser.add_argument("--output", type=Path, default=Path("build/fit-estimates"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
