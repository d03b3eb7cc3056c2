"""Estimates between runs: one that was made comes back where nothing differs that it depends on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.boards import load_board
from neurio_gen.codegen.program import Program, ProgramLayer
from neurio_gen.harness.comparison import Mismatch
from neurio_gen.harness.samples import Sample
from neurio_gen.pipeline.mode import Found
from neurio_gen.pipeline.modes.kept_estimates import estimate_key, estimate_store, once

FOUND = Found(
    estimated_cycles=120, estimated_latency_us=1 / 3, estimate_band_percent=(-5, 4), flash_banks=2
)


@dataclass(frozen=True)
class Watched(Program):
    """A program of which layers are known."""

    layers: tuple[ProgramLayer, ...] = ()


def key(
    board: str = "nucleo_l4r5zi",
    image: str = "ab",
    model: str = "a",
    layers: int = 1,
    value: int = 0,
) -> bytes:
    layer = ProgramLayer(0, "x", "ADD", "add_s8", 0, 0, 0, 8)
    sample = Sample(0, "uniform", (np.full((1, 4), value, np.int8),))
    program = Watched((layer,) * layers)
    return estimate_key(load_board(board).emulated(), image, model, program, sample)


def test_an_estimate_is_made_once(tmp_path: Path) -> None:
    asked = []

    def watch() -> tuple[Found, Mismatch | None]:
        asked.append(1)
        return FOUND, None

    for _ in range(2):
        with estimate_store(tmp_path) as store:
            assert once(store, b"key", watch) == (FOUND, None)
    assert len(asked) == 1


WRONG = Mismatch(0, "uniform", "output 0", 0, 1.0, 2.0, 1, 4)


@pytest.mark.parametrize("outcome", [(Found(), None), (FOUND, WRONG)])
def test_what_was_not_estimated_or_came_out_wrong_is_not_kept(
    tmp_path: Path, outcome: tuple[Found, Mismatch | None]
) -> None:
    with estimate_store(tmp_path) as store:
        assert once(store, b"key", lambda: outcome) == outcome
        assert store.get(b"key") is None


def test_keys_tell_apart_what_estimates_depend_on() -> None:
    keys = [
        key(),
        key(board="rpipico"),
        key(image="cd"),
        key(model="b"),
        key(layers=2),
        key(value=1),
    ]
    assert len({*keys}) == len(keys)
    assert key() == keys[0]
