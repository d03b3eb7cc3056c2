"""Rates of kernels: sums of a few features that come nearest to what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from neurio_gen.estimation.features import PREDICTED, Call, features_of

Array = npt.NDArray[np.float64]

MOST_FEATURES = 18
FEW = 12
"""Calls below which nothing is made of the shape of their loops."""
_FOLDS = 4
_CANDIDATES = 40


@dataclass(frozen=True)
class Fitted:
    """Rates by feature; `error` is the largest of nine calls in ten, in per cent of their cost."""

    rates: dict[str, float]
    error: float


def fit(calls: Sequence[Call], costs: Sequence[float], whole: Sequence[float]) -> Fitted:
    """The rates by which `costs` come out best, errors counted in parts of `whole`.

    Features are added one after the other, as long as calls that a fit has not seen gain by it.
    Rates are never negative, so that no call is ever priced below zero.
    """
    found = [features_of(call) for call in calls]
    names = list(found[0]) if len(calls) >= FEW else _plain(calls)
    table = np.array([[features[name] for name in names] for features in found])
    weights = 1 / np.maximum(np.asarray(whole, float), 1)
    scaled, target = table * weights[:, None], np.asarray(costs, float) * weights
    if not target.any():
        return Fitted({}, 0.0)
    order = _path(scaled, target)
    best, least = 1, np.inf
    for size in range(1, len(order) + 1):
        error = _unseen_error(scaled[:, order[:size]], target)
        if error < 0.985 * least:
            best, least = size, error
    chosen = order[:best]
    values, _ = nnls(scaled[:, chosen], target)
    rates = {names[i]: float(f"{rate:.5g}") for i, rate in zip(chosen, values, strict=True) if rate}
    return Fitted(rates, round(100 * float(least), 2))


def _plain(calls: Sequence[Call]) -> list[str]:
    """What a few calls can tell: how far off the kernel's own prediction is, or an element's cost.

    Anything else would fit them, and be wrong for all others.
    """
    return list(PREDICTED) if all(call.predicted[0] for call in calls) else ["pixels*channels*1"]


def _path(table: Array, target: Array) -> list[int]:
    """The features in the order in which each helps most, given those before it."""
    chosen: list[int] = []
    lengths = np.linalg.norm(table, axis=0)
    lengths[lengths == 0] = np.inf
    residual = target
    for _ in range(min(MOST_FEATURES, max(1, len(target) // 5))):
        promise = table.T @ residual / lengths
        likely = [int(i) for i in np.argsort(-promise)[:_CANDIDATES] if i not in chosen]
        tried = [(nnls(table[:, [*chosen, i]], target)[1], i) for i in likely]
        if not tried:
            break
        chosen.append(min(tried)[1])
        found, _ = nnls(table[:, chosen], target)
        residual = target - table[:, chosen] @ found
    return chosen


def _unseen_error(table: Array, target: Array) -> float:
    """The error that nine calls in ten stay below where they were left out of the fit."""
    folds = min(_FOLDS, len(target))
    errors = np.empty(len(target))
    for fold in range(folds):
        left_out = np.arange(len(target)) % folds == fold
        if left_out.all():
            found, _ = nnls(table, target)
        else:
            found, _ = nnls(table[~left_out], target[~left_out])
        errors[left_out] = np.abs(table[left_out] @ found - target[left_out])
    return float(np.sqrt(np.mean(errors**2)) + np.quantile(errors, 0.9)) / 2
