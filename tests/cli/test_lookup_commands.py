"""Commands that look things up: at once, with nothing plugged in, for people and for programs."""

from __future__ import annotations

import json
import re
import time

from neurio_gen.boards import all_boards
from tests.end_to_end.command import neurio_gen
from tests.shared_files import official_models


def test_boards_are_listed_within_a_hundred_columns() -> None:
    done = neurio_gen("boards")
    assert done.code == 0
    assert "nucleo_l4r5zi" in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_boards_as_json_have_ids_and_memories() -> None:
    boards = {board["id"]: board for board in json.loads(neurio_gen("boards", "--json").out)}
    assert boards["nucleo_l4r5zi"]["ram_bytes"] == 640 * 1024
    assert boards["mps2_an386"]["device"] == "qemu"


def test_boards_are_narrowed_by_core_vendor_and_emulator() -> None:
    def ids(*options: str) -> list[str]:
        return [board["id"] for board in json.loads(neurio_gen("boards", *options, "--json").out)]

    assert set(ids("--core", "m33")) == {"nucleo_u575zi_q", "rpipico2"}
    assert ids("--vendor", "arduino") == ["nano33ble"]
    assert ids("--core", "hazard3", "--vendor", "ST") == []
    assert {"native", "mps3_an547", "nucleo_f446re"} <= set(ids("--emulated"))
    nobody = neurio_gen("boards", "--core", "z80")
    assert (nobody.code, "No board matches" in nobody.out) == (0, True)


def test_one_board_is_shown_with_all_that_is_known_of_it() -> None:
    done = neurio_gen("boards", "show", "disco_f746ng")
    assert done.code == 0
    for fact in ("stm32f746ngh6", "216 MHz", "1,024 KB at 0x08000000", "PA9 and PB7", "bosch"):
        assert fact in done.out
    wrong = neurio_gen("boards", "show", "disco_f746")
    assert (wrong.code, "disco_f746ng" in wrong.err) == (2, True)


def test_benchmarks_are_narrowed_by_suite_and_glob() -> None:
    done = neurio_gen("benchmarks", "--suite", "tiny_ml_perf")
    assert done.code == 0
    assert done.out.count("tiny_ml_perf/") == 6
    named = json.loads(neurio_gen("benchmarks", "-B", "ic0*", "--json").out)
    assert [benchmark["id"] for benchmark in named] == ["tiny_ml_perf/ic01", "tiny_ml_perf/ic02"]


def test_the_doctor_says_what_there_is_and_how_to_get_the_rest() -> None:
    done = neurio_gen("doctor", "--json", NEURIO_GEN_MODELS=str(official_models()))
    assert done.code == 0, done.out
    findings = {finding["name"]: finding for finding in json.loads(done.out)}
    assert findings["compiler for Arm Cortex-M"]["state"] == "ok"
    assert findings["models"]["found"].startswith("6 of 6")
    assert all(f["state"] == "ok" or f["remedy"] for f in findings.values())


def test_the_doctor_prints_udev_rules_for_every_board() -> None:
    done = neurio_gen("doctor", "--udev")
    assert done.code == 0
    rules = [line for line in done.out.splitlines() if line and not line.startswith("#")]
    ids = {f"{usb.vid:04x}:{usb.pid:04x}" for board in all_boards() for usb in board.usb}
    pattern = re.compile(
        r'SUBSYSTEM=="usb\|tty\|hidraw", ATTRS\{idVendor\}=="(\w{4})", '
        r'ATTRS\{idProduct\}=="(\w{4})", MODE="0660", TAG\+="uaccess", '
        r'ENV\{ID_MM_DEVICE_IGNORE\}="1"'
    )
    matches = [pattern.fullmatch(rule) for rule in rules]
    assert all(matches)
    assert {f"{match[1]}:{match[2]}" for match in matches if match} == ids | {
        "2e8a:0003",
        "16c0:0478",
    }


def test_the_doctor_finds_an_empty_machine_ill() -> None:
    done = neurio_gen("doctor", PATH="/nonexistent")
    assert done.code == 1
    assert "apt install qemu-system-arm" in done.out
    assert "Traceback" not in done.err


def test_look_ups_answer_at_once() -> None:
    start = time.monotonic()
    assert neurio_gen("boards").code == 0
    assert time.monotonic() - start < 10


def test_every_command_has_help_with_an_example_or_a_sentence() -> None:
    commands = ("flash-and-run", "verify", "generate", "build", "flash", "run", "doctor", "boards")
    for command in commands:
        done = neurio_gen(command, "--help")
        assert done.code == 0
        assert "Usage" in done.out
    assert "neurio-gen flash-and-run -B" in neurio_gen("flash-and-run", "--help").out
