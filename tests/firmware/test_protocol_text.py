"""The firmware's words are the host's."""

from __future__ import annotations

import pytest

from neurio_gen.protocol import wire
from neurio_gen.protocol.firmware_text import header_path, render_header


def test_the_header_is_rendered_from_the_declaration() -> None:
    assert header_path().read_text(encoding="utf-8") == render_header(), (
        "protocol_text.h is old: run python -m neurio_gen.protocol.firmware_text"
    )


@pytest.mark.parametrize("pattern", [*wire.Answer, *wire.Error], ids=lambda pattern: pattern.name)
def test_every_pattern_matches_what_it_writes(pattern: wire.Answer | wire.Error) -> None:
    values = tuple(str(number) for number in range(pattern.value.count("{}")))
    assert wire.match(pattern, pattern.value.format(*values)) == values


def test_a_pattern_matches_whole_lines_only() -> None:
    assert wire.match(wire.Answer.LAP, "m-lap-us-12") == ("12",)
    assert wire.match(wire.Answer.READY, "m-ready!") is None
    assert wire.match(wire.Answer.MODEL, "m-model-[ic01") is None


def test_refusals_are_told_from_answers() -> None:
    assert all(wire.is_error(error.value) for error in wire.Error)
    assert not any(wire.is_error(answer.value) for answer in wire.Answer)
