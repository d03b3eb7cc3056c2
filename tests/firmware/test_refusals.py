"""Commands that cannot be carried out: one error line, the ready line, and nothing changed."""

from __future__ import annotations

import pytest

from neurio_gen.protocol import wire
from tests.firmware.conftest import Start

REFUSED = {
    "": "e-[Empty command]",
    " \r\n": "e-[Empty command]",
    "nmae": "e-[Unknown command: nmae]",
    "NAME": "e-[Unknown command: NAME]",
    "\xffna\x01me": "e-[Unknown command: ?na?me]",
    "name now": "e-[Too many arguments for name]",
    "db": "e-[Command db requires a subcommand]",
    "db load": "e-[Command db load requires the number of bytes]",
    "db load 0": "e-[Not a count from 1 to 4294967295: 0]",
    "db load -1": "e-[Not a count from 1 to 4294967295: -1]",
    "db load 8x": "e-[Not a count from 1 to 4294967295: 8x]",
    "db load 0x8": "e-[Not a count from 1 to 4294967295: 0x8]",
    "db load 17": "e-[Buffer holds 16 bytes, not 17]",
    "db load 4294967295": "e-[Buffer holds 16 bytes, not 4294967295]",
    "db load 4294967296": "e-[Not a count from 1 to 4294967295: 4294967296]",
    "db load 18446744073709551624": "e-[Not a count from 1 to 4294967295: 18446744073709551624]",
    "db load 8 8": "e-[Too many arguments for db]",
    "db print 8": "e-[Too many arguments for db]",
    "db print": "e-[Nothing is loaded]",
    "db digest": "e-[Nothing is loaded]",
    "db repeat": "e-[No load is under way]",
    "db repeat 8": "e-[Too many arguments for db]",
    "db 00": "e-[No load is under way]",
    "infer": "e-[Nothing is loaded]",
    "infer 0": "e-[Not a count from 1 to 4294967295: 0]",
    "infer 1 -1": "e-[Not a count from 0 to 4294967295: -1]",
    "infer 4294967296 0": "e-[Not a count from 1 to 4294967295: 4294967296]",
    "infer 1 1 1": "e-[Too many arguments for infer]",
    "results": "e-[No inference was run]",
    "outputs": "e-[No inference was run]",
    "digest": "e-[No inference was run]",
    "baud": "e-[Command baud requires a rate]",
    "baud fast": "e-[Not a count from 1 to 4294967295: fast]",
    "baud 0": "e-[Not a count from 1 to 4294967295: 0]",
    "baud 9600": "e-[This link has no baud rate]",
    "baud 9600 8": "e-[Too many arguments for baud]",
    "select": "e-[Command select requires a model]",
    "select ic01": "e-[Unknown model: ic01]",
    "select negate now": "e-[Too many arguments for select]",
}


@pytest.mark.parametrize("command", REFUSED)
def test_a_refused_command_is_one_error_line(native: Start, command: str) -> None:
    device = native("single")
    assert device.ask(command) == [REFUSED[command]]
    assert device.ask("name") == ["m-name-dut-[neurio-gen/native]"]


@pytest.mark.parametrize("data", ["0", "000", "0102030"])
def test_an_odd_number_of_digits_takes_nothing(native: Start, data: str) -> None:
    device = native("single")
    device.ask("db load 8")
    assert device.ask(f"db {data}") == ["e-[Odd number of hex digits]"]
    assert device.ask("db 1122334455667788") == ["m-load-done"]


def test_nothing_cannot_be_repeated(native: Start) -> None:
    device = native("single")
    device.ask("db load 8")
    assert device.ask("db repeat") == ["e-[Nothing is loaded]"]
    assert device.ask("db 1122334455667788") == ["m-load-done"]


@pytest.mark.parametrize("data", ["0g", "00112g", "0011/:", "-1", "0x12"])
def test_a_wrong_digit_takes_nothing_of_its_command(native: Start, data: str) -> None:
    device = native("single")
    device.ask("db load 8")
    (line,) = device.ask(f"db {data}")
    assert line.startswith("e-[Not a hex digit: ")
    assert device.ask("db 1122334455667788") == ["m-load-done"]
    assert device.ask("db print") == ["m-buffer-11-22-33-44-55-66-77-88"]


def test_data_after_the_last_byte_is_refused(native: Start) -> None:
    device = native("single")
    device.load(bytes(range(16)))
    assert device.ask("db 00") == ["e-[No load is under way]"]
    assert device.ask("db print")[1] == "m-buffer-08-09-0a-0b-0c-0d-0e-0f"


def test_a_refused_load_keeps_what_was_loaded(native: Start) -> None:
    device = native("single")
    device.load(bytes(range(8)))
    device.ask("db load 1000")
    assert device.ask("db print") == ["m-buffer-00-01-02-03-04-05-06-07"]


def test_half_an_input_is_not_inferred_on(native: Start) -> None:
    device = native("single")
    device.ask("db load 8")
    device.ask("db 0011")
    assert device.ask("infer 1 0") == ["e-[Input has 2 of 8 bytes]"]


def test_an_input_of_the_wrong_length_is_not_inferred_on(native: Start) -> None:
    device = native("single")
    device.load(bytes(7))
    assert device.ask("infer 1 0") == ["e-[Model takes 8 bytes, loaded are 7]"]
    assert device.ask("results") == ["e-[No inference was run]"]


def test_selecting_a_model_forgets_input_and_results_of_the_other(native: Start) -> None:
    device = native("many")
    device.infer(bytes(16))
    assert device.ask("select top1") == ["m-model-[top1]"]
    assert device.ask("results") == ["e-[No inference was run]"]
    assert device.ask("infer") == ["e-[Nothing is loaded]"]


def test_refusing_a_selection_keeps_the_model_and_its_results(native: Start) -> None:
    device = native("many")
    device.infer(bytes(16))
    before = device.ask("results")
    device.ask("select nothing")
    assert device.ask("results") == before


def test_the_longest_command_is_taken_and_one_character_more_is_refused(native: Start) -> None:
    device = native("single")
    longest = "x" * wire.COMMAND_CAPACITY
    assert device.ask(longest) == [f"e-[Unknown command: {longest}]"]
    refusal = [f"e-[Command is longer than {wire.COMMAND_CAPACITY} characters]"]
    assert device.ask(longest + "x") == refusal
    assert device.ask("name" + " " * wire.COMMAND_CAPACITY) == refusal
    assert device.ask("name") == ["m-name-dut-[neurio-gen/native]"]


def test_the_longest_data_command_fits() -> None:
    data = f"{wire.Command.DATA.value} " + "00" * wire.MAX_DATA_BYTES
    assert len(data) <= wire.COMMAND_CAPACITY
