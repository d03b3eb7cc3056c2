"""What an image holds: its models, and the files that they become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.codegen import text
from neurio_gen.codegen.program import Program
from neurio_gen.compiler.plan import Port
from neurio_gen.errors import UsageError
from neurio_gen.models.interface import InputEncoding, ResultKind

_BUFFER_ALIGNMENT = 16


@dataclass(frozen=True, eq=False)
class ImageModel:
    """A program under the id that the device answers to `profile%`, with its workload."""

    id: str
    program: Program
    input_encoding: InputEncoding
    result_kind: ResultKind

    @property
    def stateful(self) -> bool:
        """Whether the model keeps state from one inference to the next."""
        return self.program.state_bytes > 0


@dataclass(frozen=True, eq=False)
class GeneratedImage:
    """The sources of an image: `directory` holds those of its models and `suite.cc`."""

    name: str
    directory: Path
    models: tuple[ImageModel, ...]


def check_names(ids: Sequence[str]) -> None:
    """Raises UsageError where two models have one name in C++."""
    taken: dict[str, str] = {}
    for identifier in ids:
        other = taken.setdefault(text.namespace(identifier), identifier)
        if other != identifier:
            raise UsageError(
                f"{other} and {identifier} have one name in C++.", hint="Rename one of the models."
            )


def memory_of(models: Sequence[ImageModel]) -> dict[str, int]:
    """Bytes of the suite's buffers, at least one each so that no array is empty."""

    def aligned(ports: Sequence[Port]) -> int:
        return sum(-(-port.nbytes // _BUFFER_ALIGNMENT) * _BUFFER_ALIGNMENT for port in ports)

    return {
        "buffer": max(_loaded_bytes(model) for model in models),
        "inputs": max(aligned(model.program.inputs) for model in models),
        "outputs": max(aligned(model.program.outputs) for model in models),
        "arena": max(
            1, *(model.program.arena_bytes + model.program.state_bytes for model in models)
        ),
    }


def _loaded_bytes(model: ImageModel) -> int:
    """Bytes that the host loads for one inference."""
    ports = model.program.inputs
    if model.input_encoding is InputEncoding.FLOAT32:
        return sum(port.nbytes // port.dtype.itemsize * 4 for port in ports)
    return sum(port.nbytes for port in ports)
