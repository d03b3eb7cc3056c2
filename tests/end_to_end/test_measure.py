"""The main job on emulated boards and on this computer, from official models to results."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.command import neurio_gen, read_results
from tests.shared_files import OFFICIAL_FILES, official_models

# TFLite Micro's reference kernels on Cortex-M4, -O2: executed instructions per inference.
REFERENCE_KERNELS = {
    "ad01": 2.75e6,
    "kws01": 42.5e6,
    "ic01": 114e6,
    "ic02": 578e6,
    "vww01": 103e6,
    "sww01": 9.05e6,
}
# What the kernels for the DSP extension need, and not a hundredth more.
DSP_TARGETS = {
    "ad01": 0.271e6,
    "kws01": 2.61e6,
    "ic01": 7.63e6,
    "ic02": 35.5e6,
    "vww01": 4.74e6,
    "sww01": 0.762e6,
}
# What an image may have beside its model by the level `size`. The default may take a quarter more.
FIRMWARE_BYTES = 32 * 1024


def test_six_official_models_on_the_default_board(workspace: Path) -> None:
    models = official_models()
    document = workspace / "results.json"
    done = neurio_gen("flash-and-run", "--models", models, "-o", workspace, "--json", document)
    assert done.code == 0, done.err
    assert max(len(line) for line in done.out.splitlines()) <= 100
    results = {r["benchmark"].rpartition("/")[2]: r for r in read_results(document)}
    assert list(results) == list(OFFICIAL_FILES)
    for name, result in results.items():
        assert result["bit_exact"] is True
        assert result["weights"] == "mlcommons"
        assert result["time_base"] == "instruction-count"
        assert result["latency_us"] is None
        assert len(result["windows"]) == 5
        assert 0 < result["instructions"] <= DSP_TARGETS[name]
        smallest = (models / OFFICIAL_FILES[name]).stat().st_size + FIRMWARE_BYTES
        elf = workspace / "pio/build/mps2_an386/images/performance" / name / f"{name}.elf"
        assert elf.stat().st_size <= smallest * 5 // 4


def test_an_image_of_the_smallest_size(workspace: Path) -> None:
    model = official_models() / OFFICIAL_FILES["ic01"]
    done = neurio_gen(
        *("flash-and-run", "--models", model.parent, "-o", workspace / "smallest"),
        *("--optimize", "size", "-B", "ic01"),
    )
    assert done.code == 0, done.err
    (elf,) = (workspace / "smallest").rglob("ic01.elf")
    assert elf.stat().st_size <= model.stat().st_size + FIRMWARE_BYTES


def test_portable_kernels_beat_the_reference_kernels(workspace: Path) -> None:
    document = workspace / "generic.json"
    done = neurio_gen(
        *("flash-and-run", "--models", official_models(), "-o", workspace / "generic"),
        *("--kernels", "generic", "--json", document, "-B", "ad01", "-B", "kws01", "-B", "sww01"),
    )
    assert done.code == 0, done.err
    for result in read_results(document):
        name = result["benchmark"].rpartition("/")[2]
        assert result["instructions"] <= REFERENCE_KERNELS[name]
        assert result["kernels"] == "generic"


def test_native_is_timed_by_the_clock_of_this_computer(workspace: Path) -> None:
    document = workspace / "native.json"
    done = neurio_gen(
        *("flash-and-run", "--board", "native", "--models", official_models()),
        *("-o", workspace, "--json", document, "-B", "kws01"),
    )
    assert done.code == 0, done.err
    (result,) = read_results(document)
    assert result["time_base"] == "host-clock"
    assert result["latency_us"] > 0
    assert result["instructions"] is None
    assert result["bit_exact"] is True


def test_what_was_built_before_is_run_without_building(workspace: Path) -> None:
    models = official_models()
    missing = neurio_gen("run", "--models", models, "-o", workspace / "empty", "-B", "ad01")
    assert missing.code == 1
    assert "neurio-gen build --board mps2_an386 --benchmark tiny_ml_perf/ad01" in missing.err
    built = neurio_gen("build", "--models", models, "-o", workspace, "-B", "ad01")
    assert built.code == 0, built.err
    done = neurio_gen("run", "--models", models, "-o", workspace, "-B", "ad01")
    assert done.code == 0, done.err
    assert "true" in done.out


@pytest.mark.parametrize("board", ["mps2_an386", "native"])
def test_verify_compares_every_sample(board: str, workspace: Path) -> None:
    done = neurio_gen(
        *("verify", "--board", board, "--samples", "8", "-o", workspace),
        *("--model", official_models() / "str_ww_ref_model.tflite"),
    )
    assert done.code == 0, done.err
    assert "exact, 8 of 8 inputs" in done.out
    # inputs of an emulator are written into its memory, and the firmware has found each
    log = workspace / "logs" / board / "str_ww_ref_model.uart.log"
    assert ("> db digest%" in log.read_text()) == (board != "native")
