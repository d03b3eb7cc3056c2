"""From sources to images: what is built, what is built again, what cannot be built."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.build import BuiltImage, build_images, try_build_images
from neurio_gen.build.begun import BegunBuild
from neurio_gen.errors import BuildError, DoesNotFitError
from neurio_gen.resources import project_dir
from tests.build.conftest import Write
from tests.support.progress import Remembered

MPS2 = load_board("mps2_an386")
NUCLEO = load_board("nucleo_l4r5zi")


def test_two_images_share_the_objects_of_the_firmware(write: Write, tmp_path: Path) -> None:
    told = Remembered()
    images = build_images(MPS2, [write("one"), write("two")], tmp_path / "out", told)
    assert [image.name for image in images] == ["one", "two"]
    compiled = [text.removeprefix("compile ") for text in told.details if "compile" in text]
    assert compiled.count("suite.o") == 2
    compiled.remove("suite.o")
    assert len(compiled) == len(set(compiled)), "every source of the firmware once"
    assert {"commands.o", "startup.o"} <= set(compiled)
    linked = sorted(text for text in told.details if "link" in text)
    assert linked == ["link one.elf", "link two.elf"]


def test_a_build_of_unchanged_sources_compiles_nothing(write: Write, output: Path) -> None:
    source = write("one")
    build_images(MPS2, [source], output)
    told = Remembered()
    build_images(MPS2, [source], output, told)
    assert told.details == []


def test_only_the_changed_image_is_built_again(write: Write, output: Path) -> None:
    sources = [write("one"), write("two")]
    build_images(MPS2, sources, output)
    write("two", constants=200)
    told = Remembered()
    build_images(MPS2, sources, output, told)
    assert told.details == ["compile suite.o", "link two.elf"]


def test_images_that_are_not_asked_for_are_left_alone(write: Write, output: Path) -> None:
    write("broken", text="this is no C++ {name}")
    (image,) = build_images(MPS2, [write("one")], output)
    assert image.elf.is_file()


def test_a_build_may_begin_before_its_sources_are_there(
    write: Write, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a build that has begun, and may not begin again
    with BegunBuild(MPS2, tmp_path / "generated", output) as begun:
        monkeypatch.setattr("neurio_gen.build.images.BegunBuild", None)
        # when sources come, of which one is asked for
        write("other", text="this is no C++ {name}")
        source = write("late")
        (image,) = try_build_images(MPS2, [source], output, begun=begun)
        # then it has built that
        assert isinstance(image, BuiltImage)
        assert image.elf.is_file()
        assert not begun.waits


def test_a_build_that_is_not_needed_is_ended(output: Path, tmp_path: Path) -> None:
    with BegunBuild(MPS2, tmp_path / "generated", output) as begun:
        assert begun.waits
    assert not begun.waits


def test_the_same_sources_give_the_same_bytes_wherever_they_lie(
    write: Write, output: Path, tmp_path: Path
) -> None:
    first = write("one")
    moved = tmp_path / "elsewhere" / "deeper" / "one"
    shutil.copytree(first.directory, moved)
    second = type(first)("one", moved)
    (a,) = build_images(NUCLEO, [first], output)
    (b,) = build_images(NUCLEO, [second], tmp_path / "b" / "longer")
    assert digest(a.elf) == digest(b.elf)
    assert str(tmp_path).encode() not in a.elf.read_bytes()
    assert str(project_dir()).encode() not in a.elf.read_bytes()


def test_the_first_compiler_error_is_told(write: Write, output: Path) -> None:
    source = write("bad", text="int main() {{ return undeclared_{name}; }}\nbool x = also_wrong;")
    with pytest.raises(BuildError, match=r"bad cannot be built: .*error: .*undeclared_bad") as info:
        build_images(MPS2, [source], output)
    log = output / "logs" / "mps2_an386" / "build.log"
    assert info.value.hint == f"The full log is {log}."
    assert "also_wrong" in log.read_text(encoding="utf-8")


def test_a_missing_symbol_is_told(write: Write, output: Path) -> None:
    source = write("empty", text="// no suite in {name}\n")
    with pytest.raises(BuildError, match="undefined reference to `neurio::kSuite'"):
        build_images(MPS2, [source], output)


@pytest.mark.parametrize(
    ("memory", "sizes", "available"),
    [("flash", {"constants": 2_200_000}, 2_097_152), ("RAM", {"arena": 700_000}, 655_360)],
)
def test_an_image_that_does_not_fit_names_memory_and_sizes(
    write: Write, output: Path, memory: str, sizes: dict[str, int], available: int
) -> None:
    with pytest.raises(DoesNotFitError) as info:
        build_images(NUCLEO, [write("big", **sizes)], output)
    error = info.value
    assert (error.memory, error.available) == (memory, available)
    content = next(iter(sizes.values()))
    assert content < error.needed < content + 32_768


def test_one_image_that_fails_leaves_the_others_alone(write: Write, output: Path) -> None:
    sources = [write("good"), write("big", arena=700_000), write("bad", text="wrong {name}")]
    good, big, bad = try_build_images(NUCLEO, sources, output)
    assert isinstance(good, BuiltImage)
    assert good.elf.is_file()
    assert isinstance(big, DoesNotFitError)
    assert isinstance(bad, BuildError)
    assert bad.message.startswith("bad cannot be built")


def test_an_old_image_is_not_taken_for_one_that_fails_now(write: Write, output: Path) -> None:
    build_images(MPS2, [write("one")], output)
    with pytest.raises(BuildError):
        build_images(MPS2, [write("one", text="wrong {name}")], output)


def test_a_build_that_takes_too_long_is_ended(write: Write, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"did not finish within 0\.05 s"):
        build_images(MPS2, [write("one")], tmp_path / "out", timeout=0.05)


def test_images_have_to_lie_in_one_folder(write: Write, tmp_path: Path) -> None:
    one = write("one")
    other = type(one)("two", tmp_path / "other" / "two")
    with pytest.raises(ValueError, match="2 folders"):
        build_images(MPS2, [one, other], tmp_path / "out")


def test_nothing_to_build_builds_nothing(tmp_path: Path) -> None:
    assert build_images(MPS2, [], tmp_path / "out") == ()
    assert not (tmp_path / "out").exists()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
