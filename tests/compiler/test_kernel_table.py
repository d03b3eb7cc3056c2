"""Where kernels lie, and how an operator's kernels are reached."""

from __future__ import annotations

from inspect import isabstract
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.boards import load_board
from neurio_gen.codegen.program import ProgramLayer
from neurio_gen.compiler import compile_model
from neurio_gen.compiler.kernels.candidates import kernels_of
from neurio_gen.compiler.kernels.kernel import Kernel
from neurio_gen.compiler.kernels.table import KERNELS
from neurio_gen.engines import AotEngine
from neurio_gen.errors import UsageError
from neurio_gen.isa import Isa
from tests.support.model_writer import ModelWriter

_FIRMWARE = Path(__file__).parents[2] / "firmware"


def _every_kernel(base: type[Kernel] = Kernel) -> list[type[Kernel]]:
    below = base.__subclasses__()
    named = [kernel for kernel in below if hasattr(kernel, "name") and not isabstract(kernel)]
    return named + [kernel for parent in below for kernel in _every_kernel(parent)]


@pytest.mark.parametrize("kernel", _every_kernel(), ids=lambda kernel: kernel.__name__)
def test_both_halves_of_a_kernel_have_its_name(kernel: type[Kernel]) -> None:
    assert kernel.__module__.endswith(f".kernels.{kernel.isa.value}.{kernel.name}")
    folder = _FIRMWARE / "kernels" / kernel.isa.value
    assert (folder / f"{kernel.name}.h").is_file()
    assert (folder / f"{kernel.name}.cc").is_file()


def test_every_kernel_is_in_the_table() -> None:
    reached = {type(kernel) for row in KERNELS.values() for kernel in row}

    assert set(_every_kernel()) == reached


@pytest.mark.parametrize("isa", Isa)
@pytest.mark.parametrize("operator", sorted(KERNELS))
def test_an_isa_tries_its_own_kernels_first_of_packed_constants_and_of_others(
    operator: str, isa: Isa
) -> None:
    tried = [(not kernel.packs, isa.runs.index(kernel.isa)) for kernel in kernels_of(operator, isa)]

    assert tried == sorted(tried)


def test_a_layer_says_what_keeps_it_from_a_better_kernel() -> None:
    """A window of 5x5 fits into no vector of Helium: the layer runs on a kernel of the DSP's."""
    writer = ModelWriter()
    source, target = writer.input((1, 8, 8, 16), 0.5, 3), writer.output((1, 8, 8, 16), 0.9, -1)
    weights = writer.constant(np.ones((1, 5, 5, 16), np.int8), [0.01] * 16, axis=3)
    bias = writer.constant(np.zeros(16, np.int32))
    writer.op(
        *("DEPTHWISE_CONV_2D", [source, weights, bias], [target]),
        **{"padding": "SAME", "stride_w": 1, "stride_h": 1, "depth_multiplier": 1},
    )

    (on_helium,) = compile_model(writer.bytes(), "5x5", Isa.MVE).layers
    (on_dsp,) = compile_model(writer.bytes(), "5x5", Isa.DSP).layers

    assert on_helium.kernel == on_dsp.kernel == "depthwise_conv_2d_taps_s8"
    reason = "its windows do not fit into a vector"
    assert on_helium.objections == (("mve_depthwise_windows_s8", reason),)
    assert on_dsp.objections == ()


def test_better_kernels_that_the_same_thing_hinders_are_told_together() -> None:
    why = "it has no constant weights"
    better = (("dense_s8", why), ("conv_s8", why), ("dense_s8", why), ("row_s8", "it is wide"))
    layer = ProgramLayer(
        0, "y", "FULLY_CONNECTED", "batch_matmul_s8", 1, 1, 0, 2, objections=better
    )

    assert layer.objection == (
        f"on batch_matmul_s8, as dense_s8 and conv_s8 cannot: {why}; row_s8 cannot: it is wide"
    )


def test_kernels_that_a_core_cannot_run_are_refused_before_anything_is_built() -> None:
    engine = AotEngine(Isa.MVE)
    engine.check(load_board("mps3_an547"))

    with pytest.raises(UsageError, match="mps2_an386 cannot run mve kernels"):
        engine.check(load_board("mps2_an386"))


def test_a_cpu_without_extensions_runs_portable_kernels_only() -> None:
    isas = {kernel.isa for operator in KERNELS for kernel in kernels_of(operator, Isa.GENERIC)}

    assert isas == {Isa.GENERIC}
