"""From benchmarks to generated sources: obtain the models, compile them, write C++."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from neurio_gen.benchmarks import Benchmark
from neurio_gen.codegen import GeneratedImage, ImageModel, generate_image
from neurio_gen.compiler import Plan, compile_model
from neurio_gen.errors import UnsupportedModelError
from neurio_gen.models import FileModel, ObtainedModel, obtain_all
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request


@dataclass(frozen=True, eq=False)
class Subject:
    """A benchmark on its way: its model, then its plan and image, or why there is none."""

    benchmark: Benchmark
    model: ObtainedModel
    plan: Plan | None = None
    image: GeneratedImage | None = None
    unsupported: UnsupportedModelError | None = None


def prepare(request: Request, report: Report, *, write: bool = True) -> tuple[Subject, ...]:
    """The subjects of a request with their sources written, in the request's order.

    One step of `report` a benchmark. Without `write`, the sources of an earlier run are left as
    they are. A model that the engine cannot run keeps its place and
    carries the reasons. Raises ModelError where a model cannot be had or read.
    """
    report.stage("models", "")
    models = obtain_all(
        [benchmark.source for benchmark in request.benchmarks],
        request.models,
        lambda what, done, total: report.stage("models", f"{what} {100 * done // max(total, 1)}%"),
    )
    subjects = []
    for benchmark, model in zip(request.benchmarks, models, strict=True):
        report.stage("generate", benchmark.name)
        report.detail(f"{benchmark.id}: {model.origin}, sha256 {model.sha256[:16]}")
        subjects.append(_generate(request, _compile(request, benchmark, model), write))
        report.done()
    return tuple(subjects)


def _compile(request: Request, benchmark: Benchmark, model: ObtainedModel) -> Subject:
    try:
        plan = compile_model(model.tflite, _title(benchmark), request.isa)
    except UnsupportedModelError as error:
        return Subject(benchmark, model, unsupported=error)
    return Subject(benchmark, model, plan)


def _title(benchmark: Benchmark) -> str:
    """What messages call the model: a user's file by its name."""
    source = benchmark.source
    return source.path.name if isinstance(source, FileModel) else benchmark.id


def _generate(request: Request, subject: Subject, write: bool) -> Subject:
    """One image for one benchmark, so that its flash and RAM are its own."""
    if subject.plan is None:
        return subject
    benchmark = subject.benchmark
    model = ImageModel(
        benchmark.name, subject.plan, benchmark.input_encoding, benchmark.result_kind
    )
    directory = request.generated_dir / benchmark.name
    if not write:
        return replace(subject, image=GeneratedImage(benchmark.name, directory, (model,)))
    image = generate_image([model], directory, request.command, overrides=request.templates)
    return replace(subject, image=image)


def images(subjects: Sequence[Subject]) -> tuple[GeneratedImage, ...]:
    """The images of subjects that have one."""
    return tuple(subject.image for subject in subjects if subject.image is not None)
