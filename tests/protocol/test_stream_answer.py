"""The answer to `stop`: counts and the wake word's codes, over several lines."""

from __future__ import annotations

import pytest

from neurio_gen.errors import ProtocolError
from neurio_gen.protocol import answers
from neurio_gen.protocol.answers import StreamAnswer

HEAD = ["m-stream-stopped", "m-stream-hops-3", "m-stream-late-0", "target activations:"]


def test_codes_come_over_several_lines() -> None:
    found = answers.stream([*HEAD, "[-128, 7,", "127]", "m-ready"][:-1])
    assert found == StreamAnswer(3, 0, (-128, 7, 127))
    assert answers.stream([*HEAD, "[]"]).activations == ()


@pytest.mark.parametrize("listed", [["[1, 2"], ["1, 2]"], ["[1,, 2]"], ["[1, x]"], []])
def test_damaged_lists_are_refused(listed: list[str]) -> None:
    with pytest.raises(ProtocolError, match="damaged list of activations"):
        answers.stream([*HEAD, *listed])


def test_an_answer_without_codes_or_counts_is_refused() -> None:
    with pytest.raises(ProtocolError, match="no activations"):
        answers.stream(["m-stream-stopped"])
    with pytest.raises(ProtocolError, match="m-stream-hops"):
        answers.stream(["target activations:", "[1]"])
