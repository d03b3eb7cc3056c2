"""A port that is shown anew after an image was written is waited for, with a countdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.build import BuiltImage, Sizes
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline import write_flash as stage
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.write_flash import write_and_wait
from neurio_gen.progress import Progress
from tests.flashing.conftest import Tools


class Told(Progress):
    """Remembers what it is told; the port appears when `after` waits were shown."""

    def __init__(self, port: Path, after: int) -> None:
        self.stages: list[tuple[str, str]] = []
        self._port = port
        self._after = after

    def stage(self, stage: str, subject: str) -> None:
        self.stages.append((stage, subject))
        if len(self.stages) > self._after:
            self._port.touch()


@pytest.mark.parametrize(("after", "waits"), [(0, 0), (3, 3)])
def test_the_port_is_waited_for(tools: Tools, tmp_path: Path, after: int, waits: int) -> None:
    tools.add("openocd", f"/bin/rm -f {tmp_path}/ttyACM0")
    port = tmp_path / "ttyACM0"
    port.touch()
    told = Told(port, after)
    board = load_board("nucleo_l4r5zi")
    request = Request(board, (), ModelOptions(), tmp_path, port=str(port))
    image = BuiltImage("kws01", tmp_path / "a.elf", None, Sizes(1, 1, (), ()), tmp_path / "log")

    if not after:  # the tool does not take the port away
        tools.add("openocd")
    write_and_wait(request, image, told)

    assert told.stages[0] == ("flash", "kws01")
    assert [name for name, _ in told.stages[1:]] == ["port"] * waits
    assert all("comes within 10 s" in subject for _, subject in told.stages[1:])


def test_the_wait_has_an_end(tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "PORT_SECONDS", 0.3)
    tools.add("openocd", f"/bin/rm -f {tmp_path}/ttyACM0")
    port = tmp_path / "ttyACM0"
    port.touch()
    board = load_board("nucleo_l4r5zi")
    request = Request(board, (), ModelOptions(), tmp_path, port=str(port))
    image = BuiltImage("kws01", tmp_path / "a.elf", None, Sizes(1, 1, (), ()), tmp_path / "log")
    told = Told(tmp_path / "never", 99)
    write_and_wait(request, image, told)
    assert ("port", "comes within 0 s") in told.stages
