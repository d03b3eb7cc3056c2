"""Measures some layers on an emulated Cortex-M4 and saves the results."""

from neurio_gen.benchmark import LayerBasedBenchmark
from neurio_gen.devices import device


def show(stage: str, subject: str, done: float) -> None:
    """One line a step."""
    print(f"{100 * done:3.0f} %  {stage:10} {subject}")


results = LayerBasedBenchmark("dense-*").run_on(device("mps2_an386"), progress=show)
print(results)
results.save("layers.csv")
