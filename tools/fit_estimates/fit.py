"""Rates of kernels: sums of a few features that come nearest to what was counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

Array = npt.NDArray[np.float64]

MOST_FEATURES = 18
_ALL = 60
"""As many features as are all taken: loops of a kernel, not products of sizes to be found out."""
_FOLDS = 4
_CANDIDATES = 40


@dataclass(frozen=True)
class Fitted:
    """Rates by feature; `error` is the largest of nine calls in ten, in per cent of their cost."""

    rates: dict[str, float]
    error: float


def fit(
    calls: Sequence[Mapping[str, float]], costs: Sequence[float], whole: Sequence[float]
) -> Fitted:
    """The rates by which `costs` come out best, errors counted in parts of `whole`.

    Where features are many, they are added one after the other, as long as calls that a fit has
    not seen gain by it. Rates are never negative, so that no call is ever priced below zero.
    """
    names = sorted({name for features in calls for name in features})
    table = np.array([[features.get(name, 0.0) for name in names] for features in calls])
    weights = 1 / np.maximum(np.asarray(whole, float), 1)
    scaled, target = table * weights[:, None], np.asarray(costs, float) * weights
    if not target.any():
        return Fitted({}, 0.0)
    chosen = list(range(len(names))) if len(names) <= _ALL else _chosen(scaled, target)
    values = _solved(scaled[:, chosen], target)
    errors = _unseen_errors(scaled[:, chosen], target)
    rates = {names[i]: float(f"{rate:.5g}") for i, rate in zip(chosen, values, strict=True)}
    return Fitted(
        {name: rate for name, rate in rates.items() if rate},
        round(100 * float(np.quantile(errors, 0.9)), 2),
    )


def _chosen(table: Array, target: Array) -> list[int]:
    order = _path(table, target)
    best, least = 1, np.inf
    for size in range(1, len(order) + 1):
        errors = _unseen_errors(table[:, order[:size]], target)
        error = float(np.sqrt(np.mean(errors**2)) + np.quantile(errors, 0.9)) / 2
        if error < 0.985 * least:
            best, least = size, error
    return order[:best]


def _path(table: Array, target: Array) -> list[int]:
    """The features in the order in which each helps most, given those before it."""
    chosen: list[int] = []
    lengths = np.linalg.norm(table, axis=0)
    lengths[lengths == 0] = np.inf
    residual = target
    for _ in range(min(MOST_FEATURES, max(1, len(target) // 5))):
        promise = table.T @ residual / lengths
        likely = [int(i) for i in np.argsort(-promise)[:_CANDIDATES] if i not in chosen]
        tried = [(_left(table[:, [*chosen, i]], target), i) for i in likely]
        if not tried:
            break
        chosen.append(min(tried)[1])
        residual = target - table[:, chosen] @ _solved(table[:, chosen], target)
    return chosen


def _solved(table: Array, target: Array) -> Array:
    """Rates of least squares, none negative; features of any size weigh the same in it."""
    lengths = np.linalg.norm(table, axis=0)
    lengths[lengths == 0] = 1
    found: Array = nnls(table / lengths, target, maxiter=50 * table.shape[1])[0] / lengths
    return found


def _left(table: Array, target: Array) -> float:
    """What such rates leave; endless where features are too much alike for them to be found."""
    try:
        return float(np.linalg.norm(target - table @ _solved(table, target)))
    except RuntimeError:
        return np.inf


def _unseen_errors(table: Array, target: Array) -> Array:
    """The error of each call where it was left out of the fit."""
    folds = min(_FOLDS, len(target))
    errors = np.empty(len(target))
    for fold in range(folds):
        left_out = np.arange(len(target)) % folds == fold
        seen = ~left_out if not left_out.all() else left_out
        found = _solved(table[seen], target[seen])
        errors[left_out] = np.abs(table[left_out] @ found - target[left_out])
    return errors
