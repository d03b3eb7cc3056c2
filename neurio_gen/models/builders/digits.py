"""A small network that is trained on scikit-learn's digits in seconds."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers

from neurio_gen.models.digits_data import load
from neurio_gen.models.network import Network
from neurio_gen.models.source import Weights

EPOCHS = 30
CALIBRATION_SAMPLES = 256


def cnn(seed: int) -> Network:
    """Two convolutions and a dense layer on 8x8 pixels of 0 to 255, trained; softmax over 10."""
    keras.utils.set_random_seed(seed)
    digits = load()
    inputs = keras.Input((8, 8, 1))
    # Keeps the pixels' range at the input, where the host sends bytes, and trains on 0 to 1.
    x = layers.Conv2D(16, 3, padding="same")(layers.Rescaling(1 / 255)(inputs))
    x = layers.MaxPooling2D(2)(layers.Activation("relu")(layers.BatchNormalization()(x)))
    x = layers.Conv2D(32, 3, padding="same")(x)
    x = layers.MaxPooling2D(2)(layers.Activation("relu")(layers.BatchNormalization()(x)))
    outputs = layers.Dense(10, activation="softmax")(layers.Flatten()(x))
    model = keras.Model(inputs, outputs)

    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    pixels = digits.train_pixels.astype(np.float32)
    model.fit(pixels, digits.train_labels, batch_size=64, epochs=EPOCHS, verbose=0)
    test = digits.test_pixels.astype(np.float32)
    predicted = model.predict(test, verbose=0).argmax(axis=1)
    return Network(
        model=model,
        calibration=(pixels[:CALIBRATION_SAMPLES],),
        weights=Weights.TRAINED.value,
        facts={"accuracy_fp32": float(np.mean(predicted == digits.test_labels))},
    )
