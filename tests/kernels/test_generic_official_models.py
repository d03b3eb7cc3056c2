"""The six official models run exactly on the portable kernels, logits included."""

from __future__ import annotations

import pytest

from tests.shared_files import OFFICIAL_FILES, official_model
from tests.support.exactness import assert_exact
from tests.support.truncate import tensor_before_softmax, truncate


@pytest.mark.parametrize("name", OFFICIAL_FILES)
def test_all_outputs_are_the_oracles(name: str) -> None:
    assert_exact(official_model(name), samples=3)


@pytest.mark.parametrize("name", [name for name in OFFICIAL_FILES if name != "ad01"])
def test_the_logits_are_the_oracles_where_softmax_would_hide_them(name: str) -> None:
    content = official_model(name)
    logits = tensor_before_softmax(content)
    assert logits is not None
    plan = assert_exact(truncate(content, logits), samples=3)
    assert all(layer.operator != "SOFTMAX" for layer in plan.layers)
