"""Float32 models from the command line to the result: exact, or within a tolerance that bites."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.benchmark import ModelBenchmark, VerifyMode
from neurio_gen.compiler.kernels.generic import conv_2d_f32
from neurio_gen.compiler.kernels.kernel import ParameterBuilder
from neurio_gen.harness.workload import Array
from tests.end_to_end.command import neurio_gen, read_results
from tests.support.float_layers import reals
from tests.support.model_writer import ModelWriter


def classifier(*, softmax: bool) -> bytes:
    """A convolution and a dense layer, with or without a function of the C library behind."""
    writer = ModelWriter()
    source, image = (writer.input((1, 6, 6, 3), dtype="float32"), (1, 6, 6, 8))
    features, scores = writer.tensor(image, dtype="float32"), (1, 5)
    weights, bias = writer.constant(reals(1, (8, 3, 3, 3))), writer.constant(reals(2, (8,)))
    window = {"padding": "SAME", "stride_h": 1, "stride_w": 1}
    writer.op("CONV_2D", [source, weights, bias], [features], **window)
    add = writer.output if not softmax else writer.tensor
    logits = add(scores, dtype="float32")
    dense = writer.constant(reals(3, (5, 288)) / np.float32(64))  # no probability is near 1
    writer.op("FULLY_CONNECTED", [features, dense], [logits])
    if softmax:
        writer.op("SOFTMAX", [logits], [writer.output(scores, dtype="float32")], beta=1.0)
    return writer.bytes()


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for name, softmax in (("logits", False), ("probabilities", True)):
        (folder / f"{name}.tflite").write_bytes(classifier(softmax=softmax))
    return folder


@pytest.mark.parametrize(
    ("where", "fused"),
    [
        (("nucleo_l4r5zi", "--emulate"), False),
        pytest.param(("mps3_an547",), True, marks=pytest.mark.slow),
    ],
)
def test_float_models_are_measured_like_others(
    models: Path, workspace: Path, where: tuple[str, ...], fused: bool
) -> None:
    """Helium fuses products and sums, so that its convolutions are not exact either."""
    document = workspace / f"float-{where[0]}.json"
    command = ("flash-and-run", *sorted(models.glob("*.tflite")), "--board", *where)
    done = neurio_gen(*command, "-o", workspace / "float", "--json", document)
    assert done.code == 0, done.err
    assert "float32; outputs are not exact" in " ".join(done.out.split())
    logits, probabilities = read_results(document)
    assert logits["bit_exact"] is (None if fused else True)
    tolerance = probabilities["relative_tolerance"]
    assert f"within {tolerance:g}" in done.out
    assert probabilities["bit_exact"] is None
    reason = f"float32, within {tolerance:g} of TFLite Micro"
    assert probabilities["bit_exact_reason"].startswith(reason)
    assert probabilities["largest_difference"] <= 1e-6 <= tolerance <= 5e-5
    assert {each["arithmetic"] for each in (logits, probabilities)} == {"float32"}


def test_a_weight_that_is_a_little_wrong_fails_the_run(
    models: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = conv_2d_f32.set_filters

    def wrong(builder: ParameterBuilder, groups: Sequence[Array], note: str) -> None:
        right(builder, [groups[0] * np.float32(1.0001)], note)

    monkeypatch.setattr(conv_2d_f32, "set_filters", wrong)
    benchmark = ModelBenchmark(models / "probabilities.tflite")
    (result,) = benchmark.run_on("native", VerifyMode(samples=5), output=workspace / "float-fault")
    assert result.status == "failed"
    assert "differs from the oracle" in str(result.error)
