"""The test of kernels for Helium: every output byte as TFLite Micro's, on a Cortex-M55."""

from __future__ import annotations

from neurio_gen.compiler.plan import Parameters, Plan
from neurio_gen.isa import Isa
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.quantised_layers import Convolution, Dense, Depthwise, model

_LAYERS_A_MODEL = 16


def assert_exact_on_helium(tflite: bytes, *, seed: int = 0, samples: int = 3) -> Plan:
    """A model's generated code on the core gives the oracle's bytes; the plan, for more tests."""
    return assert_exact_on_cortex_m(
        tflite, isa=Isa.MVE, board="mps3_an547", seed=seed, samples=samples
    )


def assert_layers_exact(kernel: str, *layers: Convolution | Depthwise | Dense) -> list[str]:
    """Every layer runs on this MVE kernel and gives the oracle's bytes.

    Returns the function that multiplies in each layer, where its parameters name one.
    """
    functions = []
    for start in range(0, len(layers), _LAYERS_A_MODEL):
        plan = assert_exact_on_helium(model(*layers[start : start + _LAYERS_A_MODEL]))
        assert {layer.header for layer in plan.layers} == {f"kernels/mve/{kernel}.h"}
        for layer in plan.layers:
            bank = dict(layer.parameters.fields).get("bank")
            fields = dict(bank.fields) if isinstance(bank, Parameters) else {}
            functions.append(str(fields.get("multiply")))
    return functions
