"""Any bytes on the link: the firmware answers, goes on answering, and touches no foreign memory."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.firmware.device import Device

RANDOM_BYTES = 1_000_000
WORDS = [
    *("name", "timestamp", "profile", "help", "db", "load", "print", "infer", "results"),
    *("outputs", "models", "select", "top1", "float", "overflow", "as-is", "two", "count"),
    *("baud", "9600", "\0"),
    *("1", "16", "64", "65", "00", "0011", "99999999999", "-1", "%", "", "\r\n", "ff" * 40),
]


def test_a_million_random_bytes(checked: Device) -> None:
    checked.send(random.Random(1).randbytes(RANDOM_BYTES))
    checked.send(b"%name%")
    answer: list[str] = []
    while answer != ["m-name-dut-[neurio-gen/native]"]:
        answer = checked.answer()
        assert len(answer) == 1, "one line for each command of noise"


def test_every_terminator_is_answered_by_one_ready_line(checked: Device) -> None:
    noise = random.Random(2).randbytes(20_000)
    checked.send(noise + b"%")
    for _ in range(noise.count(b"%") + 1):
        checked.answer()
    assert checked.ask("name") == ["m-name-dut-[neurio-gen/native]"]


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), max_size=12))
def test_any_order_of_words_is_answered(checked: Device, commands: list[str]) -> None:
    for command in commands:
        checked.send(command.encode() + b"%")
        for _ in range(command.count("%") + 1):
            lines = checked.answer()
            assert sum(line.startswith("e-[") for line in lines) <= 1
            assert not any(line.startswith("e-[") for line in lines[1:])
    assert checked.ask("name") == ["m-name-dut-[neurio-gen/native]"]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.binary(max_size=3000))
def test_any_bytes_are_survived(checked: Device, noise: bytes) -> None:
    checked.send(noise + b"%")
    for _ in range(noise.count(b"%") + 1):
        checked.answer()
    assert checked.ask("name") == ["m-name-dut-[neurio-gen/native]"]
