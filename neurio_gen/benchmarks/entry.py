"""How a suite writes down an entry that is built with Keras."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neurio_gen.benchmarks.benchmark import Benchmark
from neurio_gen.models import KerasModel
from neurio_gen.models.interface import ResultKind


def built(
    suite: str,
    name: str,
    description: str,
    builder: str,
    shape: Sequence[int],
    *,
    arguments: dict[str, Any] | None = None,
    **fields: Any,
) -> Benchmark:
    """An entry whose model `builder`, named as a `KerasModel` names it, makes on `shape`.

    `shape` is without the batch. Where nothing else is said the results line shows the index of
    the largest output: thousands of numbers with no meaning would take longer than they are worth.
    """
    fields.setdefault("result_kind", ResultKind.TOP1)
    return Benchmark(
        id=f"{suite}/{name}",
        suite=suite,
        name=name,
        description=description,
        source=KerasModel(builder, f"{suite}/{name}", tuple((arguments or {}).items())),
        input_shapes=((1, *shape),),
        **fields,
    )
