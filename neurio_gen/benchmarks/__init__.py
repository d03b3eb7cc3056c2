"""The catalogue: what each suite holds."""

from neurio_gen.benchmarks.benchmark import (
    Benchmark,
    Dataset,
    OracleKind,
    QualityMetric,
    QualityTarget,
)
from neurio_gen.benchmarks.catalogue import all_benchmarks, find, is_named, suites
from neurio_gen.benchmarks.facts import ChartPlace, SuiteFacts, VendorTable
from neurio_gen.benchmarks.suite import Suite
from neurio_gen.benchmarks.user_files import from_file, from_files, model_files
from neurio_gen.models.interface import InputEncoding, ResultKind

__all__ = [
    "Benchmark",
    "ChartPlace",
    "Dataset",
    "InputEncoding",
    "OracleKind",
    "QualityMetric",
    "QualityTarget",
    "ResultKind",
    "Suite",
    "SuiteFacts",
    "VendorTable",
    "all_benchmarks",
    "find",
    "from_file",
    "from_files",
    "is_named",
    "model_files",
    "suites",
]
