"""What lies in the arena, and when: no two spans share a byte at one time."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from neurio_gen.codegen.arena_map import arena_map
from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa

MODEL = Path(__file__).resolve().parents[2] / "examples" / "doorbell.tflite"


def test_the_map_is_the_planned_arena() -> None:
    plan = compile_model(MODEL.read_bytes(), MODEL.name, Isa.DSP)

    spans = arena_map(plan)

    assert max(span.offset + span.nbytes for span in spans) <= plan.arena_bytes
    living = [
        [s.nbytes for s in spans if s.first <= at <= s.last] for at in range(len(plan.layers))
    ]
    aligned = [sum(-(-size // 16) * 16 for size in sizes) for sizes in living]
    assert max(aligned) == plan.arena_lower_bound
    for one, other in combinations(spans, 2):
        together = one.first <= other.last and other.first <= one.last
        apart = one.offset + one.nbytes <= other.offset or other.offset + other.nbytes <= one.offset
        assert not together or apart, (one, other)
