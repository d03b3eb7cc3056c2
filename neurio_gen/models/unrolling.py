"""Recurrent layers step after step instead of in a loop, whose int8 conversion TensorFlow lacks.

TensorFlow's converter crashes where it quantises a loop whose batch is fixed, and refuses one whose
batch is open (TensorList operators, which TFLite Micro lacks, too). Without a loop, the same layers
with the same weights become operators that it quantises.
"""

from __future__ import annotations

from dataclasses import replace

import keras

from neurio_gen.models.network import Network


def unrolled(network: Network) -> Network:
    """The network with its GRU, LSTM and SimpleRNN layers unrolled, and a note that says so."""
    layers = [
        layer
        for layer in network.model._flatten_layers(include_self=False)
        if isinstance(layer, keras.layers.RNN) and not layer.unroll
    ]
    if not layers:
        return network
    for layer in layers:
        layer.unroll = True
    names = ", ".join(dict.fromkeys(layer.name for layer in layers))
    note = (
        f"the loops of {names} are unrolled, as by unroll=True: TensorFlow quantises no loops. "
        "Each step takes flash of its own. In a float32 .tflite with a fixed batch, loops stay."
    )
    return replace(network, notes=(*network.notes, note))
