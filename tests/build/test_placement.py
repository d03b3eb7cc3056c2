"""Kernels run from fast RAM, the busiest first; data lies in the fastest RAM it fits."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest
from elftools.elf.elffile import ELFFile
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.boards import load_board
from neurio_gen.boards.board import RAM
from neurio_gen.build import build_images
from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.generate import generate_image
from neurio_gen.engines.aot import AotEngine
from neurio_gen.engines.aot_program import AotProgram
from neurio_gen.engines.placement import ABOVE, BELOW
from neurio_gen.errors import UsageError
from neurio_gen.level import Level, Place
from neurio_gen.models.interface import InputEncoding, ResultKind
from neurio_gen.pipeline.placement import placement
from neurio_gen.resources import firmware_dir
from tests.profiling.conftest import small_model

BOARDS = ["nucleo_l4r5zi", "disco_l475vg_iot01a", "nucleo_h743zi", "disco_f746ng", "rpipico"]


@pytest.fixture(scope="module")
def builder() -> Iterator[ModuleType]:
    folder = str(firmware_dir() / "platform" / "builder")
    sys.path.insert(0, folder)
    yield importlib.import_module("placement")
    sys.path.remove(folder)


def model(arena: int, constants: int, kernels: Mapping[str, float]) -> ImageModel:
    program = SimpleNamespace(
        inputs=(),
        outputs=(),
        arena_bytes=arena,
        state_bytes=0,
        ram_constant_bytes=constants,
        hot_kernels=kernels,
    )
    return cast(ImageModel, SimpleNamespace(program=program, input_encoding=InputEncoding.AS_IS))


@given(
    st.sampled_from(BOARDS),
    st.integers(0, 700_000),
    st.integers(0, 500_000),
    st.dictionaries(st.sampled_from("abc"), st.floats(0, 1e6)),
)
def test_what_is_placed_fits(
    board_id: str, arena: int, constants: int, kernels: dict[str, float]
) -> None:
    """Given any sizes, when placed, then no memory has to hold more than it has room for."""
    board = load_board(board_id)
    placed = cast(dict[str, Any], placement(board, [model(arena, constants, kernels)]))
    sizes = {"stack": board.stack_bytes, "bss": arena, "data": constants}
    used: dict[str, int] = {}
    for section, size in sizes.items():
        memory = placed.get(section, RAM)
        used[memory] = used.get(memory, 0) + size
    if "kernels" in placed:
        memory = board.region(placed["kernels"])
        assert memory is not None
        room = memory.length - (used.get(RAM, 0) if memory.name == RAM else 0)
        if memory.seen_at is not None:
            ram = board.region(RAM)
            assert ram is not None
            assert used.get(BELOW, 0) <= memory.seen_at - ram.origin
            room = ram.end - memory.seen_at - used.get(ABOVE, 0)
            assert RAM not in used, "which would lie over the kernels"
        assert 0 < placed["room"] <= room
        assert placed["names"] == sorted(kernels, key=lambda name: (-kernels[name], name))
    if board.fast:
        fast = board.region(board.fast)
        assert fast is not None
        assert used.get(fast.name, 0) <= fast.length


def test_kernels_go_first_where_data_leaves_no_room_around_them() -> None:
    """Given a model that fills the RAM of an STM32L4R5, then its kernels stay in flash."""
    board = load_board("nucleo_l4r5zi")
    assert placement(board, [model(300_000, 300_000, {"a": 1.0})]) == {}
    assert placement(board, [model(150_000, 390_736, {"a": 1.0})])["data"] == ABOVE


def test_buffers_are_in_the_fast_ram_at_any_level() -> None:
    board = load_board("nucleo_h743zi")
    assert placement(board, [model(50_000, 0, {})]) == {"bss": "dtcm", "stack": "dtcm"}
    assert placement(board, [model(200_000, 100_000, {})]) == {"stack": "dtcm", "data": "dtcm"}
    assert placement(load_board("mps2_an386"), [model(50_000, 0, {})]) == {}


@pytest.mark.parametrize(
    ("room", "chosen"), [(2048, []), (2248, ["b"]), (10_000, ["b", "a", "part"])]
)
def test_a_kernel_is_moved_with_what_it_calls_or_not_at_all(
    builder: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    room: int,
    chosen: list[str],
) -> None:
    folder = tmp_path / "kernels" / "isa"
    folder.mkdir(parents=True)
    for name, included in (("a", "part"), ("b", "b"), ("part", "part")):
        (folder / f"{name}.h").touch()
        (folder / f"{name}.cc").write_text(f'#include "kernels/isa/{included}.h"\n')
    monkeypatch.setattr(builder, "_code_bytes", lambda _path: 150)
    found = builder.choose(["b", "a"], room, tmp_path, [folder], tmp_path / "objects")
    assert found == chosen


def test_only_boards_with_such_ram_take_code_there() -> None:
    with pytest.raises(UsageError, match="has no RAM from which its code would run faster"):
        AotEngine(code=Place.RAM).check(load_board("mps2_an386"))
    AotEngine(code=Place.RAM).check(load_board("rpipico"))


@pytest.mark.parametrize(
    ("board_id", "code", "kernels", "stack", "jump"),
    [
        ("nucleo_l4r5zi", Place.AUTO, 0x1000_0000, 0x2000_0000, "veneer"),
        ("nucleo_h743zi", Place.AUTO, 0x0000_0020, 0x2000_0000, "veneer"),
        ("nucleo_l4r5zi", Place.FLASH, None, 0x2000_0000, ""),
    ],
)
def test_an_image_has_its_kernels_where_they_run(
    board_id: str, code: Place, kernels: int | None, stack: int, jump: str, output: Path
) -> None:
    """Given a model at the level speed, when built, then its ELF has kernels there, and a copy."""
    board = load_board(board_id)
    program = AotEngine(level=Level.SPEED, code=code).load(small_model(), "small", board)
    assert isinstance(program, AotProgram)
    members = [ImageModel("small", program, InputEncoding.AS_IS, ResultKind.DEQUANTISED)]
    name = f"placed-{code.value}"
    source = generate_image(
        members, output / board_id / name, "tests", placement=placement(board, members)
    )
    (image,) = build_images(board, [source], output)
    sections = {section.name: section for section in image.sizes.sections}
    assert sections[".stack"].address == stack
    if kernels is None:
        assert ".kernels" not in sections
        return
    assert sections[".kernels"].address == kernels
    assert sections[".kernels"].writable
    assert ".view" not in sections, "or its bytes would count twice"
    flash = range(board.flash_origin, board.flash_origin + (board.flash_bytes or 0))
    with image.elf.open("rb") as stream:
        loads = [each for each in ELFFile(stream).iter_segments() if each["p_filesz"]]
        assert all(each["p_paddr"] in flash for each in loads), "all is stored in flash"
    moved = {
        symbol.name
        for symbol in image.sizes.symbols
        if symbol.section == ".kernels" and "neurio" in symbol.name
    }
    for layer in program.layers:
        assert any(layer.kernel in name for name in moved), layer.kernel
