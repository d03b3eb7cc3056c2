"""Options of the measuring modes belong to their mode, and are asked for where they are missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from neurio_gen.cli.main import main


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--mode", "accuracy"], "--dataset DIR"),
        (["--mode", "accuracy", "--dataset", "docs"], "no y_labels.csv in docs"),
        (["--dataset", "docs"], "no y_labels.csv in docs"),
        (["--mode", "energy"], "needs real hardware"),
        (["--mode", "energy", "--board", "nucleo_l4r5zi"], "takes a power monitor"),
        (["--mode", "energy", "--power-monitor", "x", "-b", "nucleo_l4r5zi"], "No power monitor"),
        (["--power-monitor", "joulescope"], "Add --mode energy"),
        (["--interface", "/dev/x"], "Add --mode energy or --mode streaming"),
        (["--mode", "streaming"], "mps2_an386 has no I2S receiver"),
        (["--mode", "streaming", "-b", "nucleo_l4r5zi"], "takes the interface board"),
        (
            ["--mode", "streaming", "-b", "nucleo_l4r5zi", "--emulate"],
            "kws01 is no model of the streaming test",
        ),
        (
            ["--mode", "streaming", "-b", "nucleo_l4r5zi", "--emulate", "--interface", "/dev/x"],
            "Leave --interface out",
        ),
    ],
)
def test_options_that_do_not_fit_the_mode(
    options: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["neurio-gen", "run", "-B", "kws01", "-o", str(tmp_path), *options]
    monkeypatch.setattr(sys, "argv", command)

    with pytest.raises(SystemExit) as left:
        main()

    assert left.value.code == 2
    assert words in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["build", "-b", "native", "--mode", "streaming"], "native has no I2S receiver"),
        (["build", "-b", "disco_l475vg_iot01a", "--mode", "streaming"], "Boards with one: nucleo"),
        (
            ["run", "-b", "nucleo_l4r5zi", "--emulate", "--mode", "streaming", "--dataset", "docs"],
            "Name a WAV file",
        ),
        (["flash", "--mode", "streaming"], "build --board nucleo_l4r5zi --benchmark"),
        (["flash", "--mode", "energy"], "--mode energy"),
        (["serve", "-b", "mps2_an386", "--mode", "streaming"], "no I2S receiver"),
        (["serve", "-b", "nucleo_l4r5zi", "--mode", "streaming"], "Add --emulate"),
        (["serve", "-b", "nucleo_l4r5zi", "--emulate", "--mode", "streaming"], "Add --interface"),
        (["serve", "--sd-card", "docs"], "Add --mode streaming"),
        (["serve", "--mode", "streaming", "--sd-card", "absent"], "absent is no folder"),
    ],
)
def test_firmware_that_a_board_cannot_have_is_refused_before_it_is_built(
    options: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["neurio-gen", *options, "-B", "sww01", "-o", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", command)

    with pytest.raises(SystemExit) as left:
        main()

    assert left.value.code in (1, 2)
    assert words in " ".join(capsys.readouterr().err.split())
