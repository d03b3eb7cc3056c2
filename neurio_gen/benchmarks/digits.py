"""Handwritten digits: a benchmark with real data and a real accuracy that needs no download."""

from __future__ import annotations

from pathlib import Path

from neurio_gen.benchmarks.benchmark import Benchmark, Dataset
from neurio_gen.benchmarks.entry import built
from neurio_gen.benchmarks.facts import SuiteFacts
from neurio_gen.models.interface import InputEncoding, ResultKind

SUITE = "digits"
CLASSES = 10


def write_dataset(folder: Path) -> Path:
    """Write the test pictures into `folder` in the official layout; return `folder`.

    One file of 64 bytes a picture, and `y_labels.csv` with lines `file,classes,class`. Raises
    UsageError where scikit-learn is not installed.
    """
    from neurio_gen.models.digits_data import load  # NumPy takes long to import

    digits = load()
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for index, (pixels, label) in enumerate(
        zip(digits.test_pixels, digits.test_labels, strict=True)
    ):
        name = f"tst_{index:06d}_{label}.bin"
        (folder / name).write_bytes(pixels.tobytes())
        lines.append(f"{name},{CLASSES},{label}\n")
    (folder / "y_labels.csv").write_text("".join(lines), encoding="ascii")
    return folder


BENCHMARKS: tuple[Benchmark, ...] = (
    built(
        SUITE,
        "digits-cnn",
        "handwritten digits, small CNN trained on this machine",
        "neurio_gen.models.builders.digits:cnn",
        (8, 8, 1),
        input_encoding=InputEncoding.UNSIGNED8,
        result_kind=ResultKind.DEQUANTISED,
        dataset=Dataset("digits", classes=CLASSES, input_bytes=64),
        facts=SuiteFacts(write_dataset=write_dataset),
    ),
)
