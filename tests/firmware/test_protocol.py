"""The device's side of the protocol, as the reference has it, on the firmware as a process."""

from __future__ import annotations

import re

from neurio_gen.protocol.digest import digest_of
from tests.firmware.conftest import Build, Start
from tests.firmware.device import Device


def test_boot_lines_come_first_and_in_order(build: Build) -> None:
    with Device([str(build("native")["single"].elf)]) as device:
        lines = device.answer()
    assert lines[0] == "m-timestamp-mode-performance"
    assert re.fullmatch(r"m-lap-us-\d+", lines[1])
    assert lines[2:] == ["m-init-done"]


def test_name_and_profile(native: Start) -> None:
    device = native("single")
    assert device.ask("name") == ["m-name-dut-[neurio-gen/native]"]
    assert device.ask("profile") == [
        "m-profile-[ULPMark for tinyML Firmware V0.0.1]",
        "m-model-[negate]",
    ]


def test_timestamps_are_microseconds_that_never_go_back(native: Start) -> None:
    device = native("single")
    laps = [int(device.ask("timestamp")[0].removeprefix("m-lap-us-")) for _ in range(50)]
    assert laps == sorted(laps)
    assert laps[-1] < 60_000_000


def test_help_names_every_command(native: Start) -> None:
    text = "\n".join(native("single").ask("help"))
    for command in ("name", "timestamp", "profile", "db load", "infer", "results", "select"):
        assert command in text


def test_an_input_arrives_in_portions_and_is_printed_eight_bytes_a_line(native: Start) -> None:
    device = native("single")
    assert device.ask("db load 10") == ["m-[Expecting 10 bytes]"]
    assert device.ask("db 000102030405") == []
    assert device.ask("db A6a7a8A9") == ["m-load-done"]
    assert device.ask("db print") == ["m-buffer-00-01-02-03-04-05-a6-a7", "m-buffer-a8-a9"]


def test_digits_beyond_the_expected_bytes_are_ignored(native: Start) -> None:
    device = native("single")
    device.ask("db load 2")
    assert device.ask("db 0102030405zz") == ["m-load-done"]
    assert device.ask("db print") == ["m-buffer-01-02"]


def test_the_rest_of_an_input_repeats_what_came(native: Start) -> None:
    device = native("single")
    device.ask("db load 8")
    device.ask("db 010203")
    assert device.ask("db repeat") == ["m-load-done"]
    assert device.ask("db print") == ["m-buffer-01-02-03-01-02-03-01-02"]
    assert device.ask("db repeat") == ["e-[No load is under way]"]


def test_loaded_bytes_are_told_by_their_digest(native: Start) -> None:
    device = native("single")
    device.load(bytes(range(8)))
    assert device.ask("db digest") == [f"m-digest-[{digest_of(bytes(range(8)))}]"]


def test_a_new_load_shows_nothing_of_the_one_before(native: Start) -> None:
    device = native("single")
    device.load(bytes([255] * 8))
    device.ask("db load 4")
    assert device.ask("db print") == ["m-buffer-00-00-00-00"]


def test_infer_answers_as_the_reference(native: Start) -> None:
    device = native("single")
    device.load(bytes(range(8)))
    lines = device.ask("infer 3 2")
    assert lines[:3] == ["m-warmup-start-2", "m-warmup-done", "m-infer-start-3"]
    laps = [int(line.removeprefix("m-lap-us-")) for line in lines[3:5]]
    assert laps[0] <= laps[1]
    assert lines[5] == "m-infer-done"
    assert lines[6:] == device.ask("results")


def test_infer_without_numbers_runs_ten_times_to_warm_up_and_once(native: Start) -> None:
    device = native(model="count")
    device.load(bytes(16))
    lines = device.ask("infer")
    assert lines[0] == "m-warmup-start-10"
    assert lines[2] == "m-infer-start-1"
    assert lines[-1].startswith("m-results-[11.000,")
    assert device.ask("infer 5")[0] == "m-warmup-start-10"
    assert device.ask("results")[0].startswith("m-results-[26.000,")


def test_the_largest_count_is_taken(native: Start) -> None:
    device = native(model="count")
    device.load(bytes(16))
    lines = device.ask("infer 00000000000000000000100000 0")
    assert lines[2] == "m-infer-start-100000"


def test_outputs_are_the_tensor_bytes(native: Start) -> None:
    device = native("single")
    device.infer(bytes(range(8)))
    # unsigned 0 is code -128, and the model answers -1 - code
    assert device.ask("outputs") == ["m-outputs-7f-7e-7d-7c-7b-7a-79-78"]


def test_models_are_listed_and_selected(native: Start) -> None:
    device = native("many")
    names = [line.removeprefix("m-model-[").removesuffix("]") for line in device.ask("models")]
    assert names[:2] == ["as-is", "unsigned-int8"]
    assert len(names) == 11
    assert device.ask("profile")[1] == "m-model-[as-is]"
    assert device.ask("select top1") == ["m-model-[top1]"]
    assert device.ask("profile")[1] == "m-model-[top1]"


def test_an_image_of_one_model_lists_that_one(native: Start) -> None:
    assert native("single").ask("models") == ["m-model-[negate]"]


def test_line_ends_and_blanks_around_words_do_no_harm(native: Start) -> None:
    device = native("single")
    assert device.ask("\r\n  name \t") == ["m-name-dut-[neurio-gen/native]"]
    assert device.ask("db   load\n4") == ["m-[Expecting 4 bytes]"]


def test_commands_sent_at_once_are_answered_in_order(native: Start) -> None:
    device = native("single")
    device.send(b"name%db load 1%db 07%")
    assert device.answer() == ["m-name-dut-[neurio-gen/native]"]
    assert device.answer() == ["m-[Expecting 1 bytes]"]
    assert device.answer() == ["m-load-done"]


def test_a_process_ends_when_its_link_does(native: Start) -> None:
    assert native("single").wait() == 0
