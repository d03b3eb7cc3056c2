"""Vibration sensors: one-dimensional convolutions of two sizes."""

from neurio_gen.benchmark import Suite

suite = Suite("acme")


@suite.keras("vibration-small", shape=(64, 3), arguments={"filters": 8})
@suite.keras("vibration-large", shape=(256, 3), arguments={"filters": 16})
def vibration(shape, filters):
    """Two convolutions and a classifier on three axes of acceleration."""
    from keras import Input, Model, layers

    inputs = Input(shape)
    x = layers.Conv1D(filters, 5, strides=2, activation="relu")(inputs)
    x = layers.Conv1D(2 * filters, 5, strides=2, activation="relu")(x)
    return Model(inputs, layers.Dense(4)(layers.GlobalAveragePooling1D()(x)))
