"""Saves small models as people do; run as `python trained.py FOLDER`."""

import sys
from pathlib import Path

import keras
import numpy as np


def picture_model() -> keras.Model:
    picture = keras.Input((12, 12, 1), name="picture")
    x = keras.layers.Conv2D(4, 3, strides=2, activation="relu")(picture)
    return keras.Model(picture, keras.layers.Dense(3)(keras.layers.Flatten()(x)))


def two_inputs() -> keras.Model:
    """Named against the order of the alphabet, and of different ranges."""
    near, far = keras.Input((6,), name="near"), keras.Input((6,), name="far")
    both = keras.layers.Dense(5)(keras.layers.Concatenate()([near, far]))
    return keras.Model([near, far], [both, keras.layers.Dense(5)(far)])


def main(folder: Path) -> None:
    keras.utils.set_random_seed(1)
    model, rng = picture_model(), np.random.default_rng(0)
    model.save(folder / "picture.keras")
    model.save(folder / "picture.h5")
    model.export(folder / "served", verbose=False)
    two_inputs().save(folder / "two.keras")
    np.save(folder / "picture.npy", rng.uniform(0, 1, (40, 12, 12, 1)).astype(np.float32))
    np.savez(folder / "two.npz", near=rng.uniform(0, 1, (40, 6)), far=rng.uniform(-90, 9, (40, 6)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
