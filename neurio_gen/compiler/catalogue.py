"""The table of operators in docs/operators.md, made from the kernels themselves.

`python -m neurio_gen.compiler.catalogue` writes the file anew; a test compares it with the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.compiler.kernels.kernel import Kernel
from neurio_gen.compiler.kernels.table import KERNELS
from neurio_gen.isa import Isa

PAGE = Path("docs") / "operators.md"
_TESTS = Path("tests") / "kernels"
_SUPPORT = Path("tests") / "support"
_TYPES = {
    "s8": "int8",
    "s16": "int16",
    "u8": "uint8",
    "f32": "float32",
    "s32": "int32",
    "s4": "int8",
}
_ISAS = (Isa.GENERIC, Isa.DSP, Isa.MVE, Isa.RV32, Isa.RVV, Isa.X86)
_INTERNAL = {"LOOKUP"}
_HEAD = """# Operators

What the `aot` engine runs, and on which kernels. A kernel of the CPU's own goes before the
portable ones. Every integer operator gives TFLite Micro's bytes, and so does every float32 one that
needs no function of the C library; the others are held to [a tolerance](results.md#float32).
CONV_3D, which TFLite Micro lacks, is held to one of TensorFlow's interpreter. What is not listed,
or does not keep to the limits, is refused before code is generated, with all reasons at once.

Before that, the file itself is checked. The shape of every output must be the one that TensorFlow
Lite gives for the operator's inputs and options (`neurio_gen/compiler/shapes`, a rule for each
operator); every axis has at least one element; a tensor has at most 256 MiB, all tensors together
1 GiB, a model at most 4,096 operators, 16 inputs and 16 outputs; zero points are codes of their
type, scales of computed tensors are positive; weights and bias cannot add up to more than an
accumulator holds; strides, dilations and windows fit into 16 bits, as in TFLite Micro. No sparse
tensors, no constants outside of the FlatBuffer. Of several subgraphs, those run that are called.

Models may keep state: variables (VAR_HANDLE, READ_VARIABLE, ASSIGN_VARIABLE, begun by a CALL_ONCE
of constants) become memory behind the arena, which an operator writes in place where it can.
Of the subgraphs that WHILE and IF run, each becomes a function of its own, with constants once: the
turns of a loop change values in memory beside it. A loop must have a counter that ends it.

Windowed operators take batches of images, one kernel call for each. Weights of int4 stay in four
bits in flash, unless speed is what is optimised for. Outputs may be inputs or constants, and uint8
behind a QUANTIZE.

Functions of one int8 element become a table of 256 codes (`lookup_s8`), a chain of them one table;
among them are those of an element and a single constant, of two functions of one tensor such as
x * LOGISTIC(x), and element-wise float32 code between DEQUANTIZE and QUANTIZE. A convolution
between SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND that meets no padding becomes a dilated one.
RESHAPE, SQUEEZE and EXPAND_DIMS are views of the same memory where that is possible. Activations
and paddings are fused into the operator beside them. Shape arithmetic on constants is done on the
host.

This page is made by `python -m neurio_gen.compiler.catalogue`.

| operator | types | portable | DSP | Helium | RISC-V | RISC-V V | x86-64 | limits | tests |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class OperatorRow:
    """One operator of the .tflite schema: what runs it, within which limits, tested where."""

    operator: str
    types: tuple[str, ...]
    kernels: dict[Isa, tuple[str, ...]]
    limits: tuple[str, ...]
    tests: tuple[str, ...]


def operator_rows(project: Path) -> tuple[OperatorRow, ...]:
    """All operators in alphabetical order; `project` is the folder that holds `tests/`."""
    sources = {path: path.read_text() for path in sorted((project / _TESTS).glob("test_*.py"))}
    support = {path: path.read_text() for path in sorted((project / _SUPPORT).glob("*.py"))}
    rows = []
    for operator in sorted(set(KERNELS) - _INTERNAL):
        every = KERNELS[operator]
        by_isa = {isa: [kernel for kernel in every if kernel.isa is isa] for isa in Isa}
        rows.append(
            OperatorRow(
                operator=operator,
                types=_distinct(_types(kernel) for kernel in every),
                kernels={isa: _distinct(k.name for k in found) for isa, found in by_isa.items()},
                limits=_distinct(kernel.limits for kernel in _widest(by_isa[Isa.GENERIC])),
                tests=_tests(operator, project, sources, support),
            )
        )
    return tuple(rows)


def _widest(kernels: Sequence[Kernel]) -> list[Kernel]:
    """The last portable kernel of integers, which takes most, and the last one of float32."""
    reals = [kernel for kernel in kernels if kernel.computes_reals]
    return [*[kernel for kernel in kernels if kernel not in reals][-1:], *reals[-1:]]


def operators_page(project: Path) -> str:
    """The text of docs/operators.md."""
    return _HEAD + "".join(_line(row) for row in operator_rows(project))


def _line(row: OperatorRow) -> str:
    kernels = (_code(row.kernels[isa]) for isa in _ISAS)
    cells = (
        row.operator,
        ", ".join(row.types),
        *kernels,
        ", ".join(row.limits),
        ", ".join(f"[{Path(test).stem}](../{test})" for test in row.tests),
    )
    return f"| {' | '.join(cells)} |\n"


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _types(kernel: Kernel) -> str:
    found = [_TYPES[part] for part in kernel.name.split("_") if part in _TYPES]
    return " to ".join(found) or "any"


def _tests(
    operator: str, project: Path, sources: dict[Path, str], support: dict[Path, str]
) -> tuple[str, ...]:
    """Test files that name the operator, or use a support function that does."""
    quoted = f'"{operator}"'
    builders = {
        name
        for text in support.values()
        for name, body in re.findall(
            r"^def (\w+)\((.*?)(?=^(?:def |@|class )|\Z)", text, re.M | re.S
        )
        if quoted in body
    }
    return tuple(
        str(path.relative_to(project))
        for path, text in sources.items()
        if quoted in text or any(re.search(rf"\b{name}\(", text) for name in builders)
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


if __name__ == "__main__":
    PAGE.write_text(operators_page(Path.cwd()))
