"""Operators together: what passes fuse, and tensors that share memory in the arena."""

from __future__ import annotations

from neurio_gen.compiler import compile_model
from neurio_gen.oracle import Oracle
from tests.support.exactness import compare, sample_inputs
from tests.support.host_runner import host_models
from tests.support.random_graphs import random_graph


def test_outputs_are_the_oracles() -> None:
    """Few here, hundreds on every set of kernels in test_every_kind_on_every_set."""
    models = [random_graph(seed) for seed in range(16)]
    plans = [compile_model(content, "the model") for content in models]
    for content, plan, model in zip(models, plans, host_models(plans), strict=True):
        oracle = Oracle(content)
        for inputs in sample_inputs(plan, seed=1, samples=1):
            compare(model(inputs), oracle.invoke(inputs), plan)
