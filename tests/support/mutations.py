"""Models that are wrong in one or a few places, in ways that a converter or a bit error may do."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.reader import read_model
from neurio_gen.compiler.shapes.table import RULES
from neurio_gen.errors import ModelError
from tests.support import tensor_mutations
from tests.support.model_bytes import OperatorRecord
from tests.support.model_parts import Parts, has_option
from tests.support.tensor_mutations import NUMBERS, a_tensor

_REALS = (0.0, -0.5, 1e-30, 0.01, 0.99, 1.0, 3.5, 1e30, float("inf"), float("nan"))
_CHOICES: dict[str, tuple[str, ...]] = {
    "padding": ("SAME", "VALID"),
    "mode": ("REFLECT", "SYMMETRIC"),
    "fused_activation_function": ("NONE", "RELU", "RELU6", "RELU_N1_TO_1", "TANH", "SIGN_BIT"),
    "weights_format": ("DEFAULT", "SHUFFLED4x16INT8"),
}


class RefusedError(Exception):
    """FlatBuffers cannot hold what was drawn."""


def mutated(parts: Parts, seed: int) -> bytes:
    """A file with one to three changes. Raises RefusedError where there is no such file."""
    random = Random(seed)
    changed = Parts(*(list(field) for field in vars(parts).values()))
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        random.choice(_MUTATIONS)(random, changed)
    try:
        content = changed.bytes()
        if random.random() < 0.5:
            repair(changed, content)
            content = changed.bytes()
    except (ValueError, TypeError, OverflowError, AttributeError, KeyError, struct.error) as error:
        raise RefusedError from error
    if random.random() < 0.1:
        content = with_flipped_bytes(content, random)
    return content


def with_flipped_bytes(content: bytes, random: Random) -> bytes:
    """A few bytes become others, most of them where headers are: at both ends."""
    flipped = bytearray(content)
    for _ in range(random.randint(1, 4)):
        span = len(flipped) if random.random() < 0.3 else min(2000, len(flipped))
        position = random.randrange(span)
        if random.random() < 0.5:
            position = len(flipped) - 1 - position
        flipped[position] = random.choice((0, 1, 255, random.randrange(256)))
    return bytes(flipped)


def repair(parts: Parts, content: bytes) -> None:
    """Gives outputs the shapes that the rules ask for, so that the model goes further."""
    try:
        graph = read_model(content, "model")
        for operator in graph.operators:
            rule = RULES.get(operator.kind)
            if rule is None:
                continue
            tensors = list(graph.tensors)
            for i, shape in zip(
                operator.outputs, rule.shapes(Site(graph, operator, 0)), strict=False
            ):
                if shape is not None:
                    tensors[i] = replace(tensors[i], shape=shape)
                    parts.tensors[i] = replace(parts.tensors[i], shape=shape)
            graph = replace(graph, tensors=tuple(tensors))
    except (ModelError, ValueError, LookupError, TypeError, ArithmeticError, MemoryError):
        return


def _option(random: Random, parts: Parts) -> None:
    index = random.randrange(len(parts.operators))
    operator = parts.operators[index]
    if not operator.options:
        return
    name = random.choice(sorted(operator.options))
    options = dict(operator.options)
    value = options.pop(name)
    if random.random() < 0.9:
        options[name] = _other(random, name, value)
    parts.operators[index] = replace(operator, options=options)


def _other(random: Random, name: str, value: Any) -> Any:
    if name in _CHOICES:
        return random.choice(_CHOICES[name])
    if isinstance(value, bool):
        return not value
    if isinstance(value, float):
        return random.choice(_REALS)
    if isinstance(value, int):
        return random.choice((value + 1, value - 1, value * 2, *NUMBERS))
    return (*value, random.choice(NUMBERS)) if random.random() < 0.5 else value[:-1]


def _kind(random: Random, parts: Parts) -> None:
    index = random.randrange(len(parts.operators))
    operator = parts.operators[index]
    kind = random.choice(sorted(RULES))
    options = {k: v for k, v in operator.options.items() if has_option(kind, k)}
    parts.operators[index] = replace(operator, kind=kind, options=options)


def _wiring(random: Random, parts: Parts) -> None:
    index = random.randrange(len(parts.operators))
    operator = parts.operators[index]
    role = random.choice(("inputs", "inputs", "outputs"))
    ids = list(getattr(operator, role))
    change = random.choice(("drop", "add", "absent", "other", "swap"))
    if change == "drop" and ids:
        ids.pop(random.randrange(len(ids)))
    elif change == "add":
        ids.insert(random.randint(0, len(ids)), a_tensor(random, parts))
    elif change == "absent" and ids:
        ids[random.randrange(len(ids))] = -1
    elif change == "other" and ids:
        ids[random.randrange(len(ids))] = random.choice((a_tensor(random, parts), *NUMBERS))
    else:
        random.shuffle(ids)
    parts.operators[index] = OperatorRecord(
        operator.kind,
        tuple(ids) if role == "inputs" else operator.inputs,
        tuple(ids) if role == "outputs" else operator.outputs,
        operator.options,
    )


def _ports(random: Random, parts: Parts) -> None:
    ids = random.choice((parts.inputs, parts.outputs))
    if ids and random.random() < 0.3:
        ids.pop(random.randrange(len(ids)))
    else:
        ids.insert(random.randint(0, len(ids)), a_tensor(random, parts))


def _order(random: Random, parts: Parts) -> None:
    index = random.randrange(len(parts.operators))
    if random.random() < 0.5:
        random.shuffle(parts.operators)
    elif random.random() < 0.5:
        parts.operators.append(parts.operators[index])
    elif len(parts.operators) > 1:
        parts.operators.pop(index)


_MUTATIONS: tuple[Callable[[Random, Parts], None], ...] = (
    *tensor_mutations.MUTATIONS,
    *(_option, _option, _option, _kind, _wiring, _wiring, _ports, _order),
)
