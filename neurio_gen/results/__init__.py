"""Results: their schema, and files that last."""

from neurio_gen.results.environment import capture_environment
from neurio_gen.results.files import StorageError, write_atomically
from neurio_gen.results.folder import find_run, read_runs, run_files
from neurio_gen.results.input_log import InputLog
from neurio_gen.results.profile_record import ProfileRecord
from neurio_gen.results.schema import (
    ChartRecord,
    Document,
    EnergyRecord,
    EnergyWindowRecord,
    Environment,
    QualityRecord,
    Result,
    StreamingRecord,
    VendorRecord,
    WindowRecord,
)
from neurio_gen.results.store import Entry, Run, RunFile, read_run, write_document

__all__ = [
    "ChartRecord",
    "Document",
    "EnergyRecord",
    "EnergyWindowRecord",
    "Entry",
    "Environment",
    "InputLog",
    "ProfileRecord",
    "QualityRecord",
    "Result",
    "Run",
    "RunFile",
    "StorageError",
    "StreamingRecord",
    "VendorRecord",
    "WindowRecord",
    "capture_environment",
    "find_run",
    "read_run",
    "read_runs",
    "run_files",
    "write_atomically",
    "write_document",
]
