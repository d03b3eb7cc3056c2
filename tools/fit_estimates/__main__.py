"""`make fit-estimates`: rates of kernels from emulated runs, and how good they are.

    python tools/fit_estimates count [--board BOARD] [--level LEVEL] [--calls N] [--networks N]
    python tools/fit_estimates fit [--board BOARD] [--level LEVEL]
    python tools/fit_estimates check [--board BOARD]

`count` runs random layers on the emulated board, so many that each kernel is called N times, and
random networks of two seeds; it keeps what they took, and fails where a kernel that a network may
call was not called. `fit` writes the rates of the layers, those of the first networks among them.
`check` compares the other networks, which no fit has seen, with their estimates, and writes the
table of errors into docs/estimate.md.

Layers are drawn and fitted for all levels, or for those that are named. What takes most of the time
is in proportion to their number, and to that of the networks.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from counting import count, load, save
from rates import rates_of
from sampling import NEVER_CHOSEN, Sampler
from table import compared, write_table

from neurio_gen.boards import load_board
from neurio_gen.estimation.rates import BoardRates
from neurio_gen.level import Level
from neurio_gen.models import KerasModel, ModelOptions, obtain_all
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


SEEN, UNSEEN = 1, 0
"""Seeds of random networks: those that a fit may see, and those that tell how good it is."""

FEWEST = 30
"""Calls of other shapes that a kernel's rates are made of, at least."""


def main() -> int:
    """Counts, fits or checks, for each board."""
    options = _options()
    good = True
    for board in options.board or BOARDS:
        output = options.output / board
        if options.what == "count":
            good &= _count(board, options.level or [*Level], options.calls, output)
            for name, seed in (("seen", SEEN), ("unseen", UNSEEN)):
                _count_networks(board, options.networks, seed, output / name)
        elif options.what == "fit":
            _fit(board, options.level or [*Level], output)
        else:
            rows = [compared(each, board) for each in load(output / "unseen.pickle")]
            write_table(ROOT / "docs" / "estimate.md", board, rows)
    return 0 if good else 1


def _count(board: str, levels: Sequence[Level], calls: int, output: Path) -> bool:
    """Whether every kernel that may be called was."""
    seen: dict[str, set[object]] = {}
    for level in levels:
        seed = [*Level].index(level)  # the same layers, whatever other levels are counted
        wanted = calls if level is Level.BALANCED else calls // 2
        sampler = Sampler(load_board(board), level, wanted, seed)
        models = list(sampler.models())
        print(f"{board}, {level.value}: {len(models)} models", flush=True)
        save(output / f"{level.value}.pickle", count(models, board, level, output, Told()))
        for kernel, shapes in sampler.shapes.items():
            seen.setdefault(kernel, set()).update(shapes)
    few = {kernel: len(shapes) for kernel, shapes in seen.items() if len(shapes) < FEWEST}
    for kernel, shapes in few.items():
        why = NEVER_CHOSEN.get(kernel, f"that is too few, {FEWEST} are needed")
        print(f"{kernel}: {shapes} calls; {why}", file=sys.stderr)
    return few.keys() <= NEVER_CHOSEN.keys()


def _fit(board: str, levels: Sequence[Level], output: Path) -> None:
    names = [*(level.value for level in levels), "seen"]
    counted = [each for name in names for each in load(output / f"{name}.pickle")]
    rates = rates_of(board, counted)
    path = RATES / f"{board}.json"
    before = BoardRates.model_validate_json(path.read_text()) if path.exists() else None
    for kernel in sorted(before.kernels.keys() - rates.kernels.keys() if before else ()):
        print(f"{kernel}: no call was counted, and it has no rates any more", file=sys.stderr)
    path.write_text(rates.model_dump_json(indent=1) + "\n")
    print(f"{board}: rates of {len(rates.kernels)} kernels")


def _count_networks(board: str, networks: int, seed: int, output: Path) -> None:
    sources = [
        KerasModel(f"{NETWORKS}:network", f"random-{n}", (("number", n),)) for n in range(networks)
    ]
    obtained = obtain_all(sources, ModelOptions(seed=seed))
    models = [(f"random-{n}", model.tflite) for n, model in enumerate(obtained)]
    counted = count(models, board, Level.BALANCED, output, Told())
    save(output.with_suffix(".pickle"), counted)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("count", "fit", "check"))
    parser.add_argument("--board", action="append", help="may be given several times")
    parser.add_argument("--level", action="append", type=Level, help="may be given several times")
    parser.add_argument("--calls", type=int, default=40, help="of each kernel")
    parser.add_argument("--networks", type=int, default=200)
    parser.add_argument("--output", type=Path, default=Path("build/fit-estimates"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
