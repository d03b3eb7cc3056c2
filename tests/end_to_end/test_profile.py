"""A profile from the command line: layers add up to what was measured, estimates are labelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.command import neurio_gen, read_results
from tests.shared_files import official_models


@pytest.mark.parametrize(
    ("board", "options", "estimated"),
    [
        ("mps2_an386", (), True),
        ("nucleo_l4r5zi", ("--emulate",), True),
        pytest.param("mps3_an547", (), False, marks=pytest.mark.slow),
        pytest.param("qemu_riscv32", (), False, marks=pytest.mark.slow),
    ],
)
def test_layers_add_up_to_the_measured_total(
    board: str, options: tuple[str, ...], estimated: bool, workspace: Path
) -> None:
    document = workspace / f"profile-{board}.json"
    done = neurio_gen(
        *("profile", "--board", board, *options, "-B", "kws01", "-o", workspace),
        *("--models", official_models(), "--json", document),
    )
    assert done.code == 0, done.err
    (result,) = read_results(document)
    profile = result["profile"]
    counts = [layer["count"] for layer in profile["layers"]]
    assert len(counts) == 12
    assert min(counts) > 0
    assert sum(counts) + profile["overhead"] == profile["total"] == result["instructions"]
    assert result["bit_exact"] is True
    assert result["latency_us"] is None
    cycles = profile["estimated_cycles"]
    assert (cycles is not None) is estimated
    if estimated:
        assert cycles["total"] > profile["total"]
        assert "estimate" in done.out
