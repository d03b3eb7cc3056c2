"""Saves small models as people do; run as `python trained.py FOLDER`."""

import sys
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

GENERATOR = """
import numpy

def calibration():
    generator = numpy.random.default_rng(1)
    while True:
        yield generator.uniform(0, 1, (12, 12, 1))
"""


def picture_model() -> keras.Model:
    picture = keras.Input((12, 12, 1), name="picture")
    x = keras.layers.Conv2D(4, 3, strides=2, activation="relu")(picture)
    return keras.Model(picture, keras.layers.Dense(3)(keras.layers.Flatten()(x)))


def two_inputs() -> keras.Model:
    """Named against the order of the alphabet, and of different ranges."""
    near, far = keras.Input((6,), name="near"), keras.Input((6,), name="far")
    both = keras.layers.Dense(5)(keras.layers.Concatenate()([near, far]))
    return keras.Model([near, far], [both, keras.layers.Dense(5)(far)])


def sequence_model() -> keras.Model:
    """Recurrent layers as Keras makes them: rolled, one of them within another layer."""
    sequence = keras.Input((3, 2), name="sequence")
    both = keras.layers.Bidirectional(keras.layers.LSTM(3))(sequence)
    joined = keras.layers.Concatenate()([both, keras.layers.GRU(3)(sequence)])
    return keras.Model(sequence, keras.layers.Dense(2)(joined))


def main(folder: Path) -> None:
    keras.utils.set_random_seed(1)
    model, rng = picture_model(), np.random.default_rng(0)
    model.save(folder / "picture.keras")
    model.save(folder / "picture.h5")
    model.export(folder / "served", verbose=False)
    two_inputs().save(folder / "two.keras")
    sequence_model().save(folder / "sequence.keras")
    np.save(folder / "sequence.npy", rng.uniform(-1, 1, (40, 3, 2)).astype(np.float32))
    np.save(folder / "picture.npy", rng.uniform(0, 1, (40, 12, 12, 1)).astype(np.float32))
    pictures = rng.uniform(0, 1, (40, 12, 12, 1)).astype(np.float32)
    classes = model(pictures).numpy().argmax(axis=1)
    np.savez(folder / "labelled.npz", picture=pictures, labels=np.where(classes, classes, 1))
    (folder / "samples.py").write_text(GENERATOR)
    for number in range(6):
        place = folder / "pictures" / ("cat", "dog")[number % 2] / f"{number}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        picture = rng.integers(0, 256, (20, 16, 3), np.uint8)
        place.write_bytes(tf.io.encode_png(picture).numpy())
    np.savez(folder / "two.npz", near=rng.uniform(0, 1, (40, 6)), far=rng.uniform(-90, 9, (40, 6)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
