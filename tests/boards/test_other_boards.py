"""Boards of a person's own folder and of installed packages, without touching the project."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from neurio_gen.boards import FOLDERS_VARIABLE, add_folders, all_boards, load_board
from neurio_gen.boards.scaffold import scaffold_board
from neurio_gen.boards.stm32_parts import nearest_board, read_part
from neurio_gen.build import build_images
from neurio_gen.devices import open_device
from neurio_gen.errors import BuildError, UsageError
from neurio_gen.protocol.session import Session
from tests.support.board_images import Source


@pytest.fixture(autouse=True)
def no_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDERS_VARIABLE, "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "my boards"


def test_a_board_of_a_new_family_is_built_and_runs(folder: Path, tmp_path: Path) -> None:
    # given a folder with a manifest and the code of a family, both begun as copies
    made = scaffold_board("my_board", load_board("mps2_an386"), folder, family="my_family")
    assert made.manifest == folder / "my_board.json"
    assert folder / "bsp/my_family/platform.cc" in made.sources
    add_folders([folder])
    board = load_board("my_board")
    assert board.folder == folder.resolve()
    # when an image is built and run
    (image,) = build_images(board, [Source()], tmp_path / "out")
    with open_device(board, image.elf) as device:
        session = Session(device.link)
        session.connect()
        # then it is that board that answers
        assert session.name() == "neurio-gen/my_board"
    # and it is that folder's code
    objects = tmp_path / "out/pio/build/my_board/objects/performance/bsp"
    assert sorted(path.name for path in objects.iterdir()) == ["cortex_m", "my_family"]


def test_a_board_of_a_known_family_is_one_manifest(folder: Path) -> None:
    like = load_board("nucleo_l4r5zi")
    made = scaffold_board("my_l4", like, folder, name="My L4 board")
    assert [path.name for path in folder.rglob("*")] == ["my_l4.json"]
    assert made.sources == ()
    add_folders([folder])
    board = load_board("my_l4")
    assert board.name == "My L4 board"
    same = {"id", "name", "folder"}
    assert board.model_dump(exclude=same) == like.model_dump(exclude=same)


def test_one_more_nucleo_of_a_known_family_is_one_manifest(tmp_path: Path) -> None:
    # given nothing but a manifest, of a board that is not among ours
    add_folders([Path(__file__).parent / "manifests"])
    board = load_board("nucleo_f429zi")
    assert board.clock_hz == 180_000_000
    # when its image is built and run on the models of its chip
    (image,) = build_images(board, [Source()], tmp_path)
    with open_device(board.emulated(), image.elf) as device:
        session = Session(device.link)
        session.connect()
        # then it answers and computes
        assert session.name() == "neurio-gen/nucleo_f429zi"
        session.select("as-is")
        session.load(bytes(range(16)))
        session.infer()
        assert session.outputs() == bytes(range(16))


@pytest.mark.parametrize(
    ("number", "like", "kilobytes"),
    [
        ("STM32F446RE", "nucleo_f446re", 512),
        ("STM32F446ZCT6", "nucleo_f446re", 256),
        ("stm32f405rg", "nucleo_f446re", 1024),
        ("STM32L4R9AI", "nucleo_l4r5zi", 2048),
        ("STM32F756NG", "disco_f746ng", 1024),
    ],
)
def test_a_part_number_fills_in_what_it_says(
    folder: Path, number: str, like: str, kilobytes: int
) -> None:
    part = read_part(number)
    nearest = nearest_board(part, all_boards())
    assert nearest.mcu.startswith(load_board(like).mcu[:7])
    scaffold_board("mine", nearest, folder, part=part)
    add_folders([folder])
    mine = load_board("mine")
    assert (mine.mcu, mine.flash_bytes) == (number.lower(), kilobytes * 1024)


@pytest.mark.parametrize("number", ["STM32", "nRF52840", "STM32F446R?", ""])
def test_what_is_no_part_number_is_refused(number: str) -> None:
    with pytest.raises(UsageError, match="no part number of an STM32"):
        read_part(number)


def test_a_part_of_an_unknown_series_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="series stm32g4") as caught:
        nearest_board(read_part("STM32G474RE"), all_boards())
    assert "stm32f4" in str(caught.value.hint)


def test_folders_are_separated_as_in_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    like = load_board("native")
    for name in ("one", "two"):
        scaffold_board(f"board_{name}", like, folder / name)
    monkeypatch.setenv(
        FOLDERS_VARIABLE, os.pathsep.join([str(folder / "one"), str(folder / "two")])
    )
    ids = [board.id for board in all_boards()]
    assert {"board_one", "board_two", "mps2_an386"} <= set(ids)
    assert ids == sorted(ids)


def test_a_folder_that_is_not_there_is_told(folder: Path) -> None:
    add_folders([folder])
    with pytest.raises(UsageError, match="no folder of boards"):
        all_boards()


def test_two_boards_of_one_name_are_refused(folder: Path) -> None:
    scaffold_board("mine", load_board("native"), folder)
    (folder / "mine.json").rename(folder / "mps2_an386.json")
    add_folders([folder])
    with pytest.raises(UsageError, match="Two boards are called mps2_an386"):
        all_boards()


@pytest.mark.parametrize("board_id", ["My-Board", "1st", "", "mps2_an386"])
def test_an_id_that_is_taken_or_none_is_refused(folder: Path, board_id: str) -> None:
    with pytest.raises(UsageError):
        scaffold_board(board_id or "-", load_board("native"), folder)
    assert not folder.exists()


def test_nothing_is_overwritten(folder: Path) -> None:
    like = load_board("mps2_an386")
    scaffold_board("mine", like, folder, family="fam")
    with pytest.raises(UsageError, match="there already"):
        scaffold_board("mine", like, folder)
    with pytest.raises(UsageError, match="there already"):
        scaffold_board("other", like, folder, family="fam")


def test_a_family_that_is_nowhere_is_told(folder: Path, tmp_path: Path) -> None:
    made = scaffold_board("mine", load_board("mps2_an386"), folder)
    manifest = json.loads(made.manifest.read_text())
    manifest["neurio_gen"]["bsp"] = ["cortex_m", "atlantis"]
    made.manifest.write_text(json.dumps(manifest))
    add_folders([folder])
    with pytest.raises(BuildError, match="no board support atlantis"):
        build_images(load_board("mine"), [Source()], tmp_path / "out")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package whose entry point is the package itself."""
    site = tmp_path / "site"
    boards = site / "acme_boards"
    boards.mkdir(parents=True)
    (boards / "__init__.py").write_text("")
    info = site / "acme_boards-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-boards\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[neurio_gen.boards]\nacme = acme_boards\n")
    monkeypatch.syspath_prepend(str(site))
    yield boards
    sys.modules.pop("acme_boards", None)


def test_an_installed_package_brings_boards(package: Path) -> None:
    scaffold_board("acme_one", load_board("native"), package)
    assert load_board("acme_one").folder == package.resolve()


def test_a_package_that_names_no_folder_is_told(package: Path) -> None:
    (package / "__init__.py").write_text("raise ImportError('half installed')")
    with pytest.raises(UsageError, match=r"entry point acme .* names no folder: half installed"):
        all_boards()
