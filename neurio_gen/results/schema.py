"""The JSON contract: what a result is, and the document that holds results."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from neurio_gen.results.profile_record import ProfileRecord
from neurio_gen.results.words import Arithmetic, Mode, Status, TimeBase, Weights

SCHEMA: Literal[1] = 1
"""Version of the contract. It changes when a reader of the last one would be misled."""


class _Record(BaseModel):
    """Frozen; unknown fields of newer writers are kept, not refused."""

    model_config = ConfigDict(
        frozen=True, extra="allow", populate_by_name=True, ser_json_inf_nan="null"
    )


class WindowRecord(_Record):
    """A timed window: `iterations` inferences took `microseconds` of the device's time."""

    iterations: int = Field(ge=1)
    microseconds: int = Field(ge=0)


class QualityRecord(_Record):
    """What mode `accuracy` found on a data set.

    `dataset_sha256` is that of its labels and files, `labels_sha256` of which file is of which
    class. `top1` and `auc` are 0 to 1; `auc` is null where
    `auc_reason` says why. False detections are counted for wake words. `target` is what the closed
    division asks of `target_metric`, `met` whether it was reached. `top1_fp32` is of the float
    model, where that is known.
    """

    dataset: str
    dataset_sha256: str | None = None
    labels_sha256: str | None = None
    files: int = Field(ge=1)
    inputs: int = Field(ge=1)
    correct: int | None = None
    top1: float | None = None
    top1_fp32: float | None = None
    auc: float | None = None
    auc_reason: str | None = None
    false_positives: int | None = None
    false_negatives: int | None = None
    target_metric: str | None = None
    target: float | None = None
    met: bool | None = None


class EnergyWindowRecord(_Record):
    """A window of the power trace: `iterations` inferences took `seconds` and `microjoules`."""

    iterations: int = Field(ge=1)
    seconds: float = Field(gt=0)
    microjoules: float


class EnergyRecord(_Record):
    """What mode `energy` found: the median energy of an inference, in microjoules."""

    microjoules: float
    windows: tuple[EnergyWindowRecord, ...]
    monitor: str
    volts: float | None = None
    plots: tuple[str, ...] = ()


class StreamingRecord(_Record):
    """What mode `streaming` found of a recording.

    `seconds` and `hops` are its length. Detections are counted where it is known where the wake
    word is: `true_positives` words were heard, `false_negatives` were not.

    `busy_us` is the time that a hop takes, `period_us` that from hop to hop, `duty_cycle` their
    ratio, all as the interface board sees them on the processing pin; null without a real clock.
    `counted_duty_cycle` is of an emulator: instructions of a hop over the core's cycles in it;
    `estimated_duty_cycle` has estimated cycles instead. `instructions_per_second` are those of
    processing for each second of sound.
    """

    recording: str
    recording_sha256: str
    seconds: float = Field(gt=0)
    hops: int = Field(ge=1)
    true_positives: int | None = None
    false_negatives: int | None = None
    false_positives: int | None = None
    detections_s: tuple[float, ...] = ()
    busy_us: float | None = None
    period_us: float | None = None
    duty_cycle: float | None = None
    counted_duty_cycle: float | None = None
    estimated_duty_cycle: float | None = None
    instructions_per_second: float | None = None


class VendorRecord(_Record):
    """The columns of the table that vendors publish for a suite, such as ConvMixer.

    Sizes are in bytes. `input_size` is WxHxC. `time_ms` is null where only `instructions` were
    counted; accuracies are 0 to 1, null where the weights are random. `command_bytes` is the
    generated code: the calls of the kernels and their parameters, without weights and biases.
    """

    title: str = "ConvMixer"
    model: str
    framework: str
    dataset: str | None = None
    input_size: str
    time_ms: float | None = None
    instructions: float | None = None
    accuracy_fp32: float | None = None
    accuracy_int8: float | None = None
    quantisation_bits: int
    weights_bytes: int | None = None
    command_bytes: int | None = None
    reference: str


class ChartRecord(_Record):
    """Where the suite's chart has the benchmark: `row` tells rows apart, `title` names it."""

    row: str
    title: str
    cell: str


class Result(_Record):
    """One benchmark on one board.

    `image_sha256` is of the ELF that ran. `origin` says in words where the model is from, such as a
    converted file with its SHA-256, calibration data and TensorFlow's version. `model_facts` are
    what only who made the model knows: `parameters`, `accuracy_fp32` (0 to 1), `output_snr_db` (of
    int8 outputs against float ones, in dB).
    `inputs` says whether what was timed is of the accuracy `dataset` or `random`.
    `error` says why its status is not ok, `error_kind` of which kind that is, such as
    `device-timeout`, and `error_hint` what to do about it.

    `engine` ran the model, on kernels of `kernels`; `library` is what it was linked with, by name,
    version and digest, where that is not ours.

    `latency_us` is the median over the windows, null without a real clock; `instructions` are an
    inference's, null on silicon. `bit_exact` is null where nothing was compared, and
    `bit_exact_reason` then says why. `tolerance` is what outputs may differ by then, in codes,
    `relative_tolerance` what those of float32 may, relative to the largest magnitude of an output,
    `largest_difference` what they did. `arithmetic` is what the model computes in. `baud` is the
    rate of the line to the device in the end, null where it has none. `optimize` is the level by
    which kernels were chosen. Memory is in bytes, null where nothing was built; `state_bytes` are
    what the model keeps from one inference to the next, each of which is then a step of a sequence.
    `constants` says where weights were asked to lie, `code` where kernels were asked to run,
    `ram_constant_bytes` and `ram_code_bytes` how many bytes of them were copied to RAM; they are
    part of `ram_bytes`. `places` names the memories of `kernels`, `stack`, `arena` and `constants`
    that are not the board's usual ones.
    `quality` is what mode `accuracy` found, `energy` what mode `energy` did, `profile` what mode
    `profile` did, `streaming` what mode `streaming` did, `vendor`
    the table of vendors where a suite has one, `details` what has no field of its own. `chart` is
    the benchmark's place in its suite's heat map.

    `estimated_cycles` and `estimated_latency_us` come from a model of the core's timing; they are
    no measurement. Such estimates were between the two numbers of `estimate_band_percent` off
    published measurements; null where none was compared. `flash_banks` is the bank mode that they
    are for, where the board's flash has one.
    """

    benchmark: str
    board: str
    device: str | None = None
    engine: str = "aot"
    kernels: str | None = None
    optimize: str | None = None
    constants: str | None = None
    code: str | None = None
    library: str | None = None
    mode: Mode
    model_sha256: str | None = None
    image_sha256: str | None = None
    weights: Weights | None = None
    origin: str | None = None
    model_facts: dict[str, float] = Field(default_factory=dict)
    macs: int | None = None
    time_base: TimeBase | None = None
    clock_hz: int | None = None
    baud: int | None = None
    latency_us: float | None = None
    estimated_cycles: int | None = None
    estimated_latency_us: float | None = None
    estimate_band_percent: tuple[float, float] | None = None
    flash_banks: int | None = None
    windows: tuple[WindowRecord, ...] = ()
    instructions: float | None = None
    flash_bytes: int | None = None
    ram_bytes: int | None = None
    arena_bytes: int | None = None
    arena_lower_bound: int | None = None
    state_bytes: int | None = None
    ram_constant_bytes: int | None = None
    ram_code_bytes: int | None = None
    places: dict[str, str] = Field(default_factory=dict)
    bit_exact: bool | None = None
    bit_exact_reason: str | None = None
    tolerance: int | None = None
    relative_tolerance: float | None = None
    largest_difference: float | None = None
    arithmetic: Arithmetic | None = None
    samples: int | None = None
    inputs: str | None = None
    quality: QualityRecord | None = None
    energy: EnergyRecord | None = None
    profile: ProfileRecord | None = None
    streaming: StreamingRecord | None = None
    vendor: VendorRecord | None = None
    chart: ChartRecord | None = None
    details: dict[str, JsonValue] = Field(default_factory=dict)
    status: Status
    error: str | None = None
    error_kind: str | None = None
    error_hint: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Result:
        if self.bit_exact is None and self.status == "ok" and not self.bit_exact_reason:
            raise ValueError("bit_exact is null without a reason")
        if self.status != "ok" and not self.error:
            raise ValueError(f"status is {self.status} without an error")
        if self.time_base == "instruction-count" and self.latency_us is not None:
            raise ValueError("counted instructions are not a latency")
        if self.estimated_latency_us is not None and self.estimated_cycles is None:
            raise ValueError("an estimated latency without estimated cycles")
        if self.time_base == "silicon" and self.instructions is not None:
            raise ValueError("silicon counts no instructions")
        return self


class Environment(_Record):
    """What made the results. `date` is UTC in ISO 8601; `libraries` maps names to versions."""

    date: str
    neurio_gen: str
    git_revision: str | None = None
    python: str
    os: str
    libraries: dict[str, str] = Field(default_factory=dict)
    compiler: str | None = None
    flags: tuple[str, ...] = ()
    emulator: str | None = None


class ErrorRecord(_Record):
    """An error that ended a command: its kind, such as `usage` or `device-timeout`."""

    kind: str
    message: str
    hint: str | None = None


class Document(_Record):
    """What `--json` writes. `errors` are those that ended the command before it was through."""

    schema_version: Literal[1] = Field(default=SCHEMA, alias="schema")
    environment: Environment
    results: tuple[Result, ...] = ()
    errors: tuple[ErrorRecord, ...] = ()

    def to_json(self) -> str:
        """The document as JSON text that ends with a newline."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"
