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
            ["--mode", "streaming", "-b", "nucleo_l4r5zi", "--emulate", "--interface", "/dev/x"],
            "Leave --interface out",
        ),
        (
            ["--mode", "streaming", "-b", "nucleo_l4r5zi", "--emulate", "--dataset", "docs"],
            "Name a WAV file",
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
