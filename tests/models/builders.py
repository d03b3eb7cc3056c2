"""Builders as a user would write them in a file of their own."""

import os

import keras

from neurio_gen.models.network import Network, random_network, uniform_samples


def small(seed: int, units: int) -> Network:
    inputs = keras.Input((8,))
    model = keras.Model(inputs, keras.layers.Dense(units)(inputs))
    print("a builder may print without disturbing the protocol")
    return random_network(model, seed, [uniform_samples(seed, 16, (8,), -1.0, 1.0)])


def two_inputs(seed: int) -> Network:
    inputs = [keras.Input((4, 3)), keras.Input((4, 3))]
    model = keras.Model(inputs, keras.layers.Add()(inputs))
    samples = [uniform_samples(seed + i, 16, (4, 3), -1.0, 1.0 + i) for i in range(2)]
    return random_network(model, seed, samples)


def wrong(seed: int) -> Network:
    raise ValueError(f"seed {seed} is not to my liking")


def crashing(seed: int) -> Network:
    os._exit(seed + 7)
