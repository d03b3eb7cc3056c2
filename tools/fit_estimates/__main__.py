"""`make fit-estimates`: rates of kernels from emulated runs, and how good they are.

    python tools/fit_estimates count [--board BOARD] [--level LEVEL] [--calls N] [--seen N]
                                     [--networks N]
    python tools/fit_estimates fit [--board BOARD] [--level LEVEL]
    python tools/fit_estimates check [--board BOARD] [--level LEVEL]

`count` runs random layers on the emulated board, so many that each kernel is called N times, and
random networks of two seeds; it keeps what they took, and fails where a kernel that a network may
call was not called. `fit` writes the rates of the layers and of the networks that are `seen`.
`check` compares the other networks, which no fit has seen, with their estimates, and writes the
table of errors into docs/estimate.md, for boards that have one there.

All is done for each level, or for those that are named; of levels other than balanced, half as much
is counted. What takes most of the time is in proportion to the numbers. Without calls and networks
that are seen, a board is checked that takes its rates from another one.
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


SEEN, UNSEEN = 1, 2
"""Seeds of random networks: those that a fit may see, and those that tell how good it is. What an
estimate counts was found while those of seed 0 were looked at."""

FEWEST = 30
"""Calls of other shapes that a kernel's rates are made of, at least."""


def main() -> int:
    """Counts, fits or checks, for each board."""
    options = _options()
    good = True
    levels = options.level or [*Level]
    for board in options.board or BOARDS:
        output = options.output / board
        if options.what == "count":
            if options.calls:
                good &= _count(board, levels, options.calls, output)
            for level in levels:
                for seed, networks in ((SEEN, options.seen), (UNSEEN, options.networks)):
                    _count_networks(board, level, _fewer(networks, level), seed, output)
        elif options.what == "fit":
            _fit(board, levels, output)
        else:
            rows = {
                level: [compared(each, board) for each in load(_networks(output, UNSEEN, level))]
                for level in levels
            }
            write_table(ROOT / "docs" / "estimate.md", board, rows)
    return 0 if good else 1


def _fewer(number: int, level: Level) -> int:
    """How many of `number` are counted at a level."""
    return number if level is Level.BALANCED else number // 2


def _networks(output: Path, seed: int, level: Level) -> Path:
    """Where it is kept what networks of a seed took at a level."""
    return output / f"networks-{seed}-{level.value}.pickle"


def _count(board: str, levels: Sequence[Level], calls: int, output: Path) -> bool:
    """Whether every kernel that may be called was."""
    seen: dict[str, set[object]] = {}
    for level in levels:
        seed = [*Level].index(level)  # the same layers, whatever other levels are counted
        sampler = Sampler(load_board(board), level, _fewer(calls, level), seed)
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
    files = [output / f"{level.value}.pickle" for level in levels]
    files += [_networks(output, SEEN, level) for level in levels]
    counted = [each for file in files if file.exists() for each in load(file)]
    if not counted:
        sys.exit(f"Nothing is counted in {output}: run count first.")
    rates = rates_of(board, counted)
    path = RATES / f"{board}.json"
    before = BoardRates.model_validate_json(path.read_text()) if path.exists() else None
    for kernel in sorted(before.kernels.keys() - rates.kernels.keys() if before else ()):
        print(f"{kernel}: no call was counted, and it has no rates any more", file=sys.stderr)
    path.write_text(rates.model_dump_json(indent=1) + "\n")
    print(f"{board}: rates of {len(rates.kernels)} kernels")


def _count_networks(board: str, level: Level, networks: int, seed: int, output: Path) -> None:
    sources = [
        KerasModel(f"{NETWORKS}:network", f"random-{n}", (("number", n),)) for n in range(networks)
    ]
    obtained = obtain_all(sources, ModelOptions(seed=seed))
    models = [(f"random-{n}", model.tflite) for n, model in enumerate(obtained)]
    counted = count(models, board, level, output / f"networks-{seed}", Told()) if models else []
    save(_networks(output, seed, level), counted)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("count", "fit", "check"))
    parser.add_argument("--board", action="append", help="may be given several times")
    parser.add_argument("--level", action="append", type=Level, help="may be given several times")
    parser.add_argument("--calls", type=int, default=40, help="of each kernel")
    parser.add_argument("--seen", type=int, default=60, help="networks that the fit may see")
    parser.add_argument("--networks", type=int, default=200, help="those that it may not")
    parser.add_argument("--output", type=Path, default=Path("build/fit-estimates"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
