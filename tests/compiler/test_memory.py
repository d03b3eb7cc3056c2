"""The memory planner: no overlap, never below the lower bound, aligned, deterministic."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler.memory import ALIGNMENT, Span, plan_memory


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    result = []
    for _ in range(draw(st.integers(0, 12))):
        first = draw(st.integers(0, 10))
        last = first + draw(st.integers(0, 5))
        result.append(Span(draw(st.integers(1, 5000)), first, last))
    return result


@given(spans())
def test_spans_that_live_together_do_not_overlap(given_spans: list[Span]) -> None:
    layout = plan_memory(given_spans)
    placed = list(zip(given_spans, layout.offsets, strict=True))
    for i, (a, at_a) in enumerate(placed):
        assert at_a % ALIGNMENT == 0
        assert at_a + a.nbytes <= layout.arena_bytes
        for b, at_b in placed[i + 1 :]:
            if a.first <= b.last and b.first <= a.last:
                assert at_a + a.nbytes <= at_b or at_b + b.nbytes <= at_a


@given(spans())
def test_the_arena_is_never_smaller_than_what_is_alive_at_once(given_spans: list[Span]) -> None:
    layout = plan_memory(given_spans)
    for step in range(16):
        alive = sum(s.nbytes for s in given_spans if s.first <= step <= s.last)
        assert alive <= layout.lower_bound <= layout.arena_bytes


@given(spans())
def test_the_same_spans_get_the_same_layout(given_spans: list[Span]) -> None:
    assert plan_memory(given_spans) == plan_memory(list(given_spans))


def test_a_chain_of_tensors_needs_two_buffers() -> None:
    chain = [Span(1024, step, step + 1) for step in range(8)]
    assert plan_memory(chain).arena_bytes == 2048
