"""Boards, from their manifests."""

from __future__ import annotations

import configparser
import json
import platform
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from neurio_gen.boards import Board, all_boards, load_board
from neurio_gen.boards.architecture import Core
from neurio_gen.boards.folders import manifests_dir
from neurio_gen.boards.manifest import read_manifest
from neurio_gen.errors import UsageError
from neurio_gen.resources import firmware_dir, platformio_ini

BOARDS = all_boards()
NAMES = [board.id for board in BOARDS]


def manifest_of(board_id: str) -> dict[str, Any]:
    text = (manifests_dir() / f"{board_id}.json").read_text(encoding="utf-8")
    manifest: dict[str, Any] = json.loads(text)
    return manifest


def test_the_nucleo_is_what_its_data_sheet_says() -> None:
    board = load_board("nucleo_l4r5zi")
    assert (board.clock_hz, board.cpu, board.isa.value) == (120_000_000, "cortex-m4", "dsp")
    assert (board.flash_bytes, board.ram_bytes) == (2 * 1024 * 1024, 640 * 1024)
    assert [region.origin for region in board.memory] == [0x0800_0000, 0x2000_0000, 0x1000_0000]
    assert board.device == "serial"
    assert (0x0483, 0x374B) in [(usb.vid, usb.pid) for usb in board.usb]


@pytest.mark.parametrize(
    ("board_id", "core", "megahertz", "flash", "ram"),
    [
        ("disco_f746ng", "cortex-m7", 216, 1024, 320),
        ("disco_l475vg_iot01a", "cortex-m4", 80, 1024, 96),
        ("esp32c3", "esp32c3", 160, 3584, 360),
        ("esp32c6", "esp32c6", 160, 3584, 488),
        ("nano33ble", "cortex-m4", 64, 960, 256),
        ("nrf52840_dk", "cortex-m4", 64, 1024, 256),
        ("nucleo_f411re", "cortex-m4", 100, 512, 128),
        ("nucleo_f446re", "cortex-m4", 180, 512, 128),
        ("nucleo_f767zi", "cortex-m7", 216, 2048, 512),
        ("nucleo_h743zi", "cortex-m7", 480, 2048, 512),
        ("nucleo_h7a3zi_q", "cortex-m7", 280, 2048, 1024),
        ("nucleo_l4r5zi", "cortex-m4", 120, 2048, 640),
        ("nucleo_u575zi_q", "cortex-m33", 160, 2048, 768),
        ("rpipico", "cortex-m0plus", 133, 2048, 264),
        ("rpipico2", "cortex-m33", 150, 4096, 520),
        ("rpipico2-riscv", "hazard3", 150, 4096, 520),
        ("teensy41", "cortex-m7", 600, 7936, 384),
    ],
)
def test_real_boards_run_at_their_rated_maximum(
    board_id: str, core: str, megahertz: int, flash: int, ram: int
) -> None:
    board = load_board(board_id)
    assert (board.cpu, board.clock_hz) == (core, megahertz * 1_000_000)
    assert (board.flash_bytes, board.ram_bytes) == (flash * 1024, ram * 1024)
    assert board.flashing.methods


@pytest.mark.parametrize("board", BOARDS, ids=NAMES)
def test_kernels_are_for_what_the_core_has(board: Board) -> None:
    expected = {
        "cortex-m0plus": "generic",
        "cortex-m3": "generic",
        "cortex-m55": "mve",
        "host": "x86" if platform.machine() == "x86_64" else "generic",
        "rv32imac": "rv32",
        "hazard3": "rv32",
        "esp32c3": "rv32",
        "esp32c6": "rv32",
    }
    own = "rvv" if board.core == "rv32imac-zve32x" else expected.get(board.cpu, "dsp")
    assert board.isa.value == own
    if board.cpu.startswith("cortex"):
        assert f"-mcpu={board.cpu}" in board.flags


def test_the_emulated_board_has_a_machine() -> None:
    board = load_board("mps2_an386")
    assert board.device == "qemu"
    assert board.emulator is not None
    assert board.emulator.machine == "mps2-an386"
    assert board.emulator.nanoseconds_per_instruction == 64


def test_this_computer_has_no_limits_known() -> None:
    board = load_board("native")
    assert (board.flash_bytes, board.ram_bytes, board.clock_hz) == (None, None, None)
    assert board.device == "native"


def test_every_board_has_an_environment_of_its_name_and_every_environment_a_board() -> None:
    ini = configparser.ConfigParser(interpolation=None)
    ini.read(platformio_ini(), encoding="utf-8")
    environments = {
        section.removeprefix("env:"): ini[section]["board"]
        for section in ini.sections()
        if section.startswith("env:")
    }
    assert environments == {name: name for name in NAMES}


@pytest.mark.parametrize("board", BOARDS, ids=NAMES)
def test_platformio_and_we_agree_on_the_memories(board: Board) -> None:
    upload = manifest_of(board.id)["upload"]
    assert upload["maximum_size"] == (board.flash_bytes or 0)
    assert upload["maximum_ram_size"] == (board.ram_bytes or 0)


@pytest.mark.parametrize("board", BOARDS, ids=NAMES)
def test_a_board_can_be_reached_by_its_device(board: Board) -> None:
    assert (board.emulator is not None) == (board.device == "qemu")
    # their consoles are cables of any kind: their ports have to be named
    by_cable = board.id in ("nano33ble", "teensy41")
    assert bool(board.usb) == (board.device == "serial" and not by_cable)


def test_boards_are_sorted_and_do_not_change() -> None:
    assert sorted(NAMES) == NAMES
    with pytest.raises(ValidationError):
        BOARDS[0].__setattr__("baud", 9600)


def test_an_unknown_board_is_refused_with_what_is_near() -> None:
    with pytest.raises(UsageError, match="no board 'nucleo_l4r5'") as info:
        load_board("nucleo_l4r5")
    assert info.value.hint == "Did you mean nucleo_l4r5zi?"
    with pytest.raises(UsageError) as info:
        load_board("zx81")
    assert info.value.hint == f"Known boards: {', '.join(NAMES)}."


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda own: own.update(core="cortex-m99"), "no core 'cortex-m99' (Known cores: cortex-m0"),
        (lambda own: own.update(device="telepathy"), "device"),
        (lambda own: own.update(baud="fast"), "baud"),
        (lambda own: own["memory"][0].update(length=0), "memory.0.length"),
        (lambda own: own["memory"][0].pop("origin"), "origin is missing"),
        (lambda own: own["memory"][0].update(origin="here"), "here"),
        (lambda own: own.update(usb_ids=["0483"]), "0483:374b"),
        (lambda own: own.update(kernels="itcm"), "kernels names the memory 'itcm', which it does"),
        (lambda own: own.update(emulator={"machine": "x"}), "counter_address"),
    ],
)
def test_a_wrong_manifest_is_refused_with_the_field(
    tmp_path: Path, change: Any, complaint: str
) -> None:
    manifest = manifest_of("nucleo_l4r5zi")
    change(manifest["neurio_gen"])
    path = tmp_path / "my_board.json"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(UsageError, match=r"my_board\.json is wrong") as info:
        read_manifest(path)
    assert complaint in info.value.message


@pytest.mark.parametrize("text", ["", "[]", "{", '{"neurio_gen": 1}'])
def test_a_file_that_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"broken\.json is wrong"):
        read_manifest(path)


@pytest.mark.parametrize(
    ("machine", "kernels", "gcc"),
    [("x86_64", "x86", ["-O3"]), ("aarch64", "generic", ["-O3", "-march=native"])],
)
def test_this_computer_s_kernels_are_those_of_its_machine(
    machine: str, kernels: str, gcc: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Images for x86-64 run on any: what the CPU has is found out when they run."""
    monkeypatch.setattr(platform, "machine", lambda: machine)
    declared = json.loads((firmware_dir() / "platform/architectures/host.json").read_text())
    core = Core.model_validate(declared["cores"]["host"])
    assert (core.kernels.value, list(core.gcc)) == (kernels, gcc)
