"""A Keras network to an int8 .tflite with a batch of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tensorflow as tf

from neurio_gen.errors import ModelError
from neurio_gen.models.network import Network

_LOOP = "TensorListReserve"
"""An operator that the converter names where it has not got rid of a loop."""


def to_int8(network: Network) -> bytes:
    """The network as a .tflite: int8 inputs, outputs and operators, static batch of 1."""
    converter = _converter(network.model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: _samples(network)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    if network.float_operators:
        converter.target_spec.supported_ops.append(tf.lite.OpsSet.TFLITE_BUILTINS)
    converter.inference_input_type = tf.int8
    converter.inference_output_type = tf.int8
    # The only switch there is for it; without it the converter goes on as it pleases.
    converter._experimental_disable_per_channel_quantization_for_dense_layers = (
        not network.per_channel_dense
    )
    try:
        converted: bytes = converter.convert()
    except Exception as error:  # its class moves from release to release
        if _LOOP in str(error):
            raise ModelError(
                "The loop of a recurrent layer (LSTM, GRU, RNN) cannot be quantised.",
                hint="Give the .keras file, whose loops are unrolled here, or build the layer with "
                "unroll=True and export it again.",
            ) from error
        raise
    return converted


def to_float(network: Network) -> bytes:
    """The network as a float32 .tflite; what it is made of has the names of `to_int8`'s."""
    converted: bytes = _converter(network.model).convert()
    return converted


def _converter(model: Any) -> Any:
    """A converter of the network for a batch of one: no shape is left to be found at run time.

    It takes the graph itself, whose inputs and outputs stay in Keras's order. `from_keras_model`
    writes and reads a SavedModel first, which takes four times as long, for the same layers.
    """
    several = len(model.inputs) > 1
    taken = [
        tf.TensorSpec((1, *tensor.shape[1:]), tensor.dtype, f"input_{n}" if several else "input")
        for n, tensor in enumerate(model.inputs)
    ]
    function = tf.function(
        lambda *inputs: model(list(inputs) if several else inputs[0], training=False),
        input_signature=taken,
        autograph=False,
    )
    # With the function as what holds the variables, no SavedModel is written.
    return tf.lite.TFLiteConverter.from_concrete_functions(
        [function.get_concrete_function()], function
    )


def _samples(network: Network) -> Iterator[list[Any]]:
    for index in range(len(network.calibration[0])):
        yield [samples[index : index + 1] for samples in network.calibration]
