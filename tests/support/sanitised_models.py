"""Many plans in one program with the address and undefined-behaviour sanitisers.

Compiling takes longer than running: plans that are tried once share a compilation.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.generate import generate_image
from neurio_gen.compiler.plan import Plan
from neurio_gen.engines.aot_program import AotProgram
from neurio_gen.models.interface import InputEncoding, ResultKind
from tests.support.host_runner import build_sanitised, outputs_of

Array = npt.NDArray[Any]

_TIMEOUT_SECONDS = 60


class SanitisedModels:
    """Compiled plans; `run(i, inputs)` gives plan i's outputs in memory of the planned size."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._plans = plans
        self._directory = tempfile.TemporaryDirectory(prefix="neurio-gen-sanitised-")
        folder = Path(self._directory.name)
        models = [
            ImageModel(f"m{i}", AotProgram(plan), InputEncoding.AS_IS, ResultKind.DEQUANTISED)
            for i, plan in enumerate(plans)
        ]
        generate_image(models, folder / "generated", "tests")
        headers = {layer.header for plan in plans for layer in plan.called}
        self._program = build_sanitised(folder, sorted(headers))

    def run(self, index: int, inputs: Sequence[Array]) -> list[Array]:
        """Raises AssertionError with the sanitiser's finding."""
        plan = self._plans[index]
        content = b"".join(
            np.ascontiguousarray(values, port.dtype.value).tobytes()
            for port, values in zip(plan.inputs, inputs, strict=True)
        )
        done = subprocess.run(
            [self._program, str(index)],
            input=content,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return outputs_of(plan, done.stdout)
