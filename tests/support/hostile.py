"""What must hold for a model that is odd: refused in time, or compiled into safe and exact code."""

from __future__ import annotations

import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.plan import Plan
from neurio_gen.errors import ModelError
from neurio_gen.isa import Isa
from tests.shared_files import OFFICIAL_FILES, official_folder
from tests.support.exactness import compare, sample_inputs
from tests.support.model_parts import Parts, take_apart
from tests.support.operator_models import ALL
from tests.support.oracle_process import OracleProcess
from tests.support.sanitised_models import SanitisedModels

SECONDS = 10
"""CPU time that a small model may take for one ISA."""
_MOST_MACS = 20_000_000
_MOST_BYTES = 4_000_000
_SMALLEST_SCALE = 1e-8


def corpus(most_bytes: int = 20_000) -> list[Parts]:
    """Sound models: every operator alone and in chains, of our own and the official models."""
    found = []
    for make in ALL:
        parts = take_apart(make())
        found += [parts, *_chains(parts, 4)]
    folder = official_folder()
    for name in OFFICIAL_FILES.values() if folder else ():
        found += _chains(take_apart((folder / name).read_bytes()), 3)
    return [parts for parts in found if sum(map(len, parts.buffers)) < most_bytes]


def _chains(parts: Parts, longest: int) -> Iterator[Parts]:
    for first in range(len(parts.operators)):
        for count in range(1, longest + 1):
            chain = parts.cut(first, count)
            if count == 1 or _is_chain(chain):
                yield chain


def _is_chain(parts: Parts) -> bool:
    """Whether every operator but the first reads what one before it wrote."""
    written: set[int] = set()
    for operator in parts.operators:
        if written and written.isdisjoint(operator.inputs):
            return False
        written.update(operator.outputs)
    return True


def compiled(content: bytes) -> Plan | None:
    """The portable plan, None if all ISAs refuse the model; asserts that nothing else happens."""
    plans = {}
    for isa in Isa:
        begin = time.process_time()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                plans[isa] = compile_model(content, "odd.tflite", isa)
        except ModelError as error:
            assert error.exit_code == 2
            assert error.hint
        seconds = time.process_time() - begin
        assert seconds < SECONDS, f"{isa} took {seconds:.1f} s"
    assert len(plans) in (0, len(Isa)), f"only {set(plans)} take it"
    return plans.get(Isa.GENERIC)


def can_run(plan: Plan) -> bool:
    """Whether one inference is short and the generated text not long."""
    memory = plan.arena_bytes + sum(port.nbytes for port in (*plan.inputs, *plan.outputs))
    return plan.macs < _MOST_MACS and memory + plan.constant_bytes < _MOST_BYTES


def _is_defined(plan: Plan) -> bool:
    """Whether TFLite Micro's result is: it converts real numbers to int32 before it saturates."""
    scales = [
        float(dict(layer.parameters.fields)["scale"])
        for layer in plan.layers
        if layer.kernel.startswith("quantise_f32")
    ]
    return min(scales, default=1.0) > _SMALLEST_SCALE


def check_all(
    contents: Sequence[bytes], plans: Sequence[Plan], oracle: OracleProcess
) -> Counter[str]:
    """Runs all models under the sanitisers; where TFLite Micro takes a model, outputs are equal.

    Raises AssertionError at the first finding. Counts models by what the oracle said.
    """
    models, counts = SanitisedModels(plans), Counter[str]()
    for index, (content, plan) in enumerate(zip(contents, plans, strict=True)):
        counts[check(models, index, content, plan, oracle)] += 1
    return counts


def check(
    models: SanitisedModels, index: int, content: bytes, plan: Plan, oracle: OracleProcess
) -> str:
    """As `check_all` for one model: "equal", or "safe" where the oracle refuses it."""
    for inputs in sample_inputs(plan, seed=index, samples=1):
        found = models.run(index, inputs)
        expected = oracle.outputs(content, inputs)
        if expected is None or not _is_defined(plan):
            return "safe"
        compare(found, expected, plan)
    return "equal"
