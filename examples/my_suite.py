"""A suite of one's own: two Keras models from one builder, and a .tflite file.

neurio-gen flash-and-run --suite examples/my_suite.py
"""

from pathlib import Path

from neurio_gen.benchmark import InputEncoding, ResultKind, Suite

suite = Suite("my-suite")


@suite.keras("fire-8", shape=(16, 16, 16), arguments={"squeezed": 8})
@suite.keras("fire-4", shape=(16, 16, 16), arguments={"squeezed": 4})
def fire(shape, squeezed):
    """Fire module of SqueezeNet."""
    from keras import Input, Model, layers

    inputs = Input(shape)
    x = layers.Conv2D(squeezed, 1, activation="relu")(inputs)
    narrow = layers.Conv2D(16, 1, activation="relu")(x)
    wide = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    return Model(inputs, layers.Concatenate()([narrow, wide]))


suite.tflite(
    Path(__file__).with_name("doorbell.tflite"),
    description="is somebody at the door? 16x16 grey pixels",
    input_encoding=InputEncoding.UNSIGNED8,
    result_kind=ResultKind.DEQUANTISED,
)
