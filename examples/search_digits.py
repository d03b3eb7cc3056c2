"""A search for networks on the front of accuracy against instructions, by Optuna.

    python examples/search_digits.py --trials 40 --storage sqlite:///search.db --plot front.png

Trains small networks on scikit-learn's handwritten digits, asks what each takes on a Cortex-M4, and
prints the networks that no other beats in both, and draws them (pip install matplotlib). Run again
with the same storage, it goes on.
"""

import argparse
from pathlib import Path

import keras
import numpy as np
import optuna
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from neurio_gen.search import Objective

BOARD = "nucleo_l4r5zi"


def main() -> None:
    """Search, and print the front."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=40)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--plot", type=Path, help="a picture of all networks and of the front")
    parser.add_argument("--storage", help="where trials are kept, such as sqlite:///search.db")
    options = parser.parse_args()
    images, labels = load_digits(return_X_y=True)
    images = (images / 16).astype(np.float32).reshape(-1, 8, 8, 1)
    split = train_test_split(images, labels, test_size=0.3, random_state=0)
    objective = Objective(BOARD, ("instructions",), limits={"ram": 32 * 1024})

    def trial_of(trial: optuna.Trial) -> tuple[float, float]:
        keras.utils.clear_session()
        keras.utils.set_random_seed(trial.number)
        train, test, train_labels, test_labels = split
        network = build(trial)
        adam = keras.optimizers.Adam(0.01)  # few epochs are to be enough
        network.compile(adam, "sparse_categorical_crossentropy", metrics=["accuracy"])
        network.fit(train, train_labels, batch_size=32, epochs=options.epochs, verbose=0)
        score = objective(network, calibration=train[:100])
        if score.failed is not None:
            trial.set_user_attr("failed", score.failed)
            raise optuna.TrialPruned(score.failed)
        accuracy = float(network.evaluate(test, test_labels, verbose=0)[1])
        return accuracy, score.values["instructions"]

    study = optuna.create_study(
        study_name="digits",
        directions=["maximize", "minimize"],
        sampler=optuna.samplers.NSGAIISampler(seed=0, population_size=10),
        storage=options.storage,
        load_if_exists=True,
    )
    finished = [trial for trial in study.trials if trial.state.is_finished()]
    study.optimize(trial_of, n_trials=max(0, options.trials - len(finished)))
    print(f"{len(study.trials)} trials; the front, by instructions on {BOARD}:")
    for best in sorted(study.best_trials, key=lambda each: each.values[1]):
        print(f"{best.values[0]:7.1%} {best.values[1]:12,.0f}  {best.params}")
    if options.plot:
        draw(study, options.plot)


def build(trial: optuna.Trial) -> keras.Model:
    """A network of the search space, as the trial chooses."""
    x = given = keras.Input((8, 8, 1))
    for layer in range(trial.suggest_int("layers", 1, 3)):
        filters = trial.suggest_categorical(f"filters{layer}", [4, 8, 12, 16])
        stride = trial.suggest_categorical(f"stride{layer}", [1, 2])
        x = keras.layers.Conv2D(filters, 3, stride, padding="same", activation="relu")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(given, keras.layers.Dense(10, activation="softmax")(x))


def draw(study: optuna.Study, file: Path) -> None:
    """Draw all networks, and the front as steps: no network lies above and left of it."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import LogLocator, NullLocator

    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    every = [trial.values for trial in study.trials if trial.values]
    front = sorted((best.values[1], best.values[0]) for best in study.best_trials)
    steps = [*front, (max(cost for _, cost in every), front[-1][1])]
    axes.scatter(*zip(*((cost, accuracy) for accuracy, cost in every), strict=True), c="0.7", s=18)
    axes.step(*zip(*steps, strict=True), where="post", color="tab:blue")
    axes.scatter(*zip(*front, strict=True), color="tab:blue", zorder=3)
    axes.set(xscale="log", xlabel=f"instructions per inference, estimated for {BOARD}")
    axes.set_ylabel("accuracy on unseen digits")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.grid(True, alpha=0.2)
    figure.savefig(file, dpi=150)


if __name__ == "__main__":
    main()
