"""A search for networks on the front of accuracy against instructions, by Optuna.

    python examples/search_digits.py --trials 30 --storage sqlite:///search.db --plot front.png

Trains small networks on scikit-learn's handwritten digits, and asks of each how accurate it is in
int8, and how long it is estimated to take on a Cortex-M4. Those that no other beats in both are
then built and run on the emulated board; it prints them, and draws them (pip install matplotlib).
Networks are kept as .tflite files. Run again with the same storage, it goes on.
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
    parser.add_argument("--trials", type=int, default=30)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--plot", type=Path, help="a picture of all networks and of the front")
    parser.add_argument("--storage", help="where trials are kept, such as sqlite:///search.db")
    parser.add_argument("--networks", type=Path, default=Path("networks"), help="a folder for them")
    options = parser.parse_args()
    images, labels = load_digits(return_X_y=True)
    images = (images / 16).astype(np.float32).reshape(-1, 8, 8, 1)
    split = train_test_split(images, labels, test_size=0.3, random_state=0)
    objective = Objective(BOARD, ("instructions",), limits={"ram": 32 * 1024})
    options.networks.mkdir(parents=True, exist_ok=True)

    def trial_of(trial: optuna.Trial) -> tuple[float, float]:
        keras.utils.clear_session()
        keras.utils.set_random_seed(trial.number)
        train, test, train_labels, test_labels = split
        network = build(trial)
        adam = keras.optimizers.Adam(0.01)  # few epochs are to be enough
        network.compile(adam, "sparse_categorical_crossentropy")
        network.fit(train, train_labels, batch_size=32, epochs=options.epochs, verbose=0)
        score = objective(network, calibration=train[:100])
        if score.failed is not None:
            trial.set_user_attr("failed", score.failed)
            raise optuna.TrialPruned(score.failed)
        file_of(trial, options.networks).write_bytes(score.tflite)
        accuracy = np.mean(score.predict(test).argmax(axis=1) == test_labels)
        return float(accuracy), score.values["instructions"]

    study = optuna.create_study(
        study_name="digits",
        directions=["maximize", "minimize"],
        sampler=optuna.samplers.NSGAIISampler(seed=0, population_size=10),
        storage=options.storage,
        load_if_exists=True,
    )
    finished = [trial for trial in study.trials if trial.state.is_finished()]
    study.optimize(trial_of, n_trials=max(0, options.trials - len(finished)))
    front = sorted(study.best_trials, key=lambda each: each.values[1])
    counted = counts([file_of(trial, options.networks) for trial in front])
    print(f"{len(study.trials)} trials; the front, by instructions on {BOARD}:")
    print("accuracy    estimated      counted")
    for best, count in zip(front, counted, strict=True):
        print(f"{best.values[0]:8.1%} {best.values[1]:12,.0f} {count:12,.0f}  {best.params}")
    if options.plot:
        draw(study, front, counted, options.plot)


def file_of(trial: optuna.Trial | optuna.trial.FrozenTrial, folder: Path) -> Path:
    """Where the network of a trial is kept."""
    return folder / f"trial-{trial.number}.tflite"


def counts(networks: list[Path]) -> list[float]:
    """Instructions of an inference on the emulated board, which runs all networks in one image."""
    objective = Objective(BOARD, ("instructions",), measured=True, emulate=True)
    return [score.values["instructions"] for score in objective.scores(networks)]


def build(trial: optuna.Trial) -> keras.Model:
    """A network of the search space, as the trial chooses."""
    x = given = keras.Input((8, 8, 1))
    for layer in range(trial.suggest_int("layers", 1, 3)):
        filters = trial.suggest_categorical(f"filters{layer}", [4, 8, 12, 16])
        stride = trial.suggest_categorical(f"stride{layer}", [1, 2])
        x = keras.layers.Conv2D(filters, 3, stride, padding="same", activation="relu")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(given, keras.layers.Dense(10, activation="softmax")(x))


def draw(
    study: optuna.Study, best: list[optuna.trial.FrozenTrial], counted: list[float], file: Path
) -> None:
    """Draw all networks, and the front as steps: no network lies above and left of it."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import LogLocator, NullLocator

    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    others = [trial.values for trial in study.trials if trial.values and trial not in best]
    front = sorted(zip(counted, (trial.values[0] for trial in best), strict=True))
    most = max([front[-1][0], *(cost for _, cost in others)])
    axes.scatter([x for _, x in others], [y for y, _ in others], c="0.7", s=18, label="estimated")
    axes.step(*zip(*front, (most, front[-1][1]), strict=True), where="post", color="tab:blue")
    axes.scatter(*zip(*front, strict=True), color="tab:blue", zorder=3, label="front, counted")
    axes.set(xscale="log", xlabel=f"instructions per inference on {BOARD}")
    axes.set_ylabel("accuracy of int8 on unseen digits")
    axes.legend()
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.grid(True, alpha=0.2)
    figure.savefig(file, dpi=150)


if __name__ == "__main__":
    main()
