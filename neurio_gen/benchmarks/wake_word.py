"""Streaming wake words: the microWakeWord models that the package pymicro-wakeword ships.

Each keeps state: an inference is a step over three new frames of 40 features, 30 ms of sound. Where
the package cannot be had, stand-ins of the same architecture have random weights.
"""

from __future__ import annotations

from neurio_gen.benchmarks.benchmark import Benchmark
from neurio_gen.benchmarks.facts import SuiteFacts
from neurio_gen.models.wake_words import WAKE_WORDS

SUITE = "wake_word"
FACTS = SuiteFacts(packed=False)  # each model is measured for its flash and RAM, too

BENCHMARKS: tuple[Benchmark, ...] = tuple(
    Benchmark(
        id=f"{SUITE}/{name}",
        suite=SUITE,
        name=name,
        description=f"the words {name.replace('_', ' ')}, streaming",
        source=model,
        input_shapes=((1, 3, 40),),
        facts=FACTS,
    )
    for name, model in WAKE_WORDS.items()
)
