"""The models that chips' data may name."""

from __future__ import annotations

from neurio_gen.emulator.models import MODELS, model_named
from neurio_gen.emulator.peripheral import Peripheral


def test_every_name_is_a_model() -> None:
    models = {name: model_named(name) for name in MODELS}
    assert [name for name, model in models.items() if not issubclass(model, Peripheral)] == []
