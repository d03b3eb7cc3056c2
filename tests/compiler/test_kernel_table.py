"""Where kernels lie, and how an operator's kernels are reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.compiler.kernels.kernel import Kernel
from neurio_gen.compiler.kernels.table import KERNELS, candidates
from neurio_gen.isa import Isa

_FIRMWARE = Path(__file__).parents[2] / "firmware"


def _every_kernel(base: type[Kernel] = Kernel) -> list[type[Kernel]]:
    below = base.__subclasses__()
    named = [kernel for kernel in below if hasattr(kernel, "name")]
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
def test_an_isa_tries_its_own_kernels_first(operator: str, isa: Isa) -> None:
    tried = [isa.runs.index(kernel.isa) for kernel in candidates(operator, isa)]

    assert tried == sorted(tried)


def test_a_cpu_without_extensions_runs_portable_kernels_only() -> None:
    isas = {kernel.isa for operator in KERNELS for kernel in candidates(operator, Isa.GENERIC)}

    assert isas == {Isa.GENERIC}
