"""From benchmarks to generated sources: obtain the models, compile them, write C++."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from neurio_gen.benchmarks import Benchmark
from neurio_gen.codegen import GeneratedImage, ImageModel, Program, generate_image
from neurio_gen.errors import DoesNotFitError, ModelError, NeurioGenError, UnsupportedModelError
from neurio_gen.models import FileModel, ObtainedModel, obtain_all
from neurio_gen.pipeline.packing import check_fit, pack
from neurio_gen.pipeline.reference import with_reference
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request


@dataclass(frozen=True, eq=False)
class Subject:
    """A benchmark on its way: its model, then its program and image, or why there is none.

    Several subjects may share an image. `problem` says why the model cannot run on the board.
    """

    benchmark: Benchmark
    model: ObtainedModel
    program: Program | None = None
    image: GeneratedImage | None = None
    problem: NeurioGenError | None = None

    @property
    def image_model(self) -> ImageModel:
        """The program with its workload, as code generation takes it. Needs a program."""
        assert self.program is not None
        benchmark = self.benchmark
        return ImageModel(
            benchmark.name, self.program, benchmark.input_encoding, benchmark.result_kind
        )


def prepare(
    request: Request,
    report: Report,
    *,
    write: bool = True,
    layer_hooks: bool = False,
    compared: bool = False,
) -> tuple[Subject, ...]:
    """The subjects of a request with their sources written, in the request's order.

    One step of `report` a benchmark. Without `write`, the sources of an earlier run are left as
    they are. `layer_hooks` has the sources time each layer on the device. `compared` sees to it
    that there is an interpreter to compare outputs with. A model that the engine cannot run, the
    board cannot hold or nothing can be compared with keeps its place and carries the reason.
    Raises ModelError where a model cannot be had or read.
    """
    report.stage("models", "")
    models = obtain_all(
        [benchmark.source for benchmark in request.benchmarks],
        request.models,
        lambda what, done, total: report.stage("models", f"{what} {100 * done // max(total, 1)}%"),
    )
    subjects = []
    for benchmark, model in zip(request.benchmarks, models, strict=True):
        report.stage("compile", benchmark.name)
        report.detail(f"{benchmark.id}: {model.origin}, sha256 {model.sha256[:16]}")
        subject = _compile(request, benchmark, model, report)
        subjects.append(_referenced(subject, report) if compared else subject)
        report.done()
    report.stage("generate", request.board.id)
    return _generate(request, subjects, write, layer_hooks)


def _compile(
    request: Request, benchmark: Benchmark, model: ObtainedModel, report: Report
) -> Subject:
    try:
        program = request.engine.load(model.tflite, title(benchmark), request.board)
    except UnsupportedModelError as error:
        return Subject(benchmark, model, problem=error)
    for note in program.notes:
        report.note(note)
    subject = Subject(benchmark, model, program)
    try:
        check_fit(request.board, subject.image_model)
    except DoesNotFitError as error:
        return replace(subject, problem=error)
    return subject


def _referenced(subject: Subject, report: Report) -> Subject:
    if subject.problem is not None:
        return subject
    try:
        benchmark = with_reference(subject.benchmark, subject.model)
    except ModelError as error:
        return replace(subject, problem=error)
    if benchmark.oracle is not subject.benchmark.oracle:
        report.note(f"{benchmark.id}: TFLite Micro cannot run it, TensorFlow is compared with.")
    return replace(subject, benchmark=benchmark)


def title(benchmark: Benchmark) -> str:
    """What messages call the model: a user's file by its name."""
    source = benchmark.source
    return source.path.name if isinstance(source, FileModel) else benchmark.id


def _generate(
    request: Request, subjects: Sequence[Subject], write: bool, layer_hooks: bool
) -> tuple[Subject, ...]:
    """The subjects with the images that hold them."""
    able = [subject for subject in subjects if subject.problem is None]
    holder: dict[str, GeneratedImage] = {}
    for name, members in pack(request.board, [(s.benchmark, s.image_model) for s in able]):
        directory = request.generated_dir / name
        if write:
            image = generate_image(
                members,
                directory,
                request.command,
                overrides=request.templates,
                layer_hooks=layer_hooks,
            )
        else:
            image = GeneratedImage(name, directory, tuple(members))
        holder |= dict.fromkeys((member.id for member in members), image)
    return tuple(replace(s, image=holder.get(s.benchmark.name)) for s in subjects)
