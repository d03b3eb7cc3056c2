"""From benchmarks to generated sources: obtain the models, compile them, write C++."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from neurio_gen.benchmarks import Benchmark, OracleKind
from neurio_gen.codegen import GeneratedImage, Program
from neurio_gen.engines.engine import Unsized
from neurio_gen.errors import DoesNotFitError, ModelError, NeurioGenError, UnsupportedModelError
from neurio_gen.models import (
    ObtainedModel,
    obtain_all,
)
from neurio_gen.models.byte_store import ByteStore
from neurio_gen.pipeline.fitting import with_advice
from neurio_gen.pipeline.known_programs import load_program, program_store
from neurio_gen.pipeline.known_sources import written_image
from neurio_gen.pipeline.oracle_process import OracleProcess
from neurio_gen.pipeline.packing import check_fit, pack
from neurio_gen.pipeline.placement import placement
from neurio_gen.pipeline.reference import with_reference
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Compiled, Failed, Generated, Prepared, Subject
from neurio_gen.pipeline.telling import random_weights_note, title
from neurio_gen.progress import Progress


def prepare(
    request: Request,
    progress: Progress,
    *,
    write: bool = True,
    layer_hooks: bool = False,
    oracle: OracleProcess | None = None,
) -> tuple[Prepared, ...]:
    """The benchmarks of a request with their sources written, in the request's order.

    One step of `progress` a benchmark. Without `write`, the sources of an earlier run are left as
    they are. `layer_hooks` has the sources time each layer on the device. With `oracle`, the
    process of TFLite Micro, it is seen to that there is an interpreter to compare outputs with. A
    model that the engine cannot run, the board cannot hold or nothing can be compared with keeps
    its place and carries the reason. Raises ModelError where a model cannot be had or read.
    """
    request.engine.check(request.board)
    progress.stage("models", "")
    models = obtain_all(
        [benchmark.source for benchmark in request.benchmarks],
        request.models,
        progress,
    )
    if oracle is not None and not _all_known(request, models, oracle):
        oracle.begin()  # it loads while models are compiled
    with program_store(request.models.cache_dir) as store:
        items: list[Compiled | Failed | tuple[Subject, Unsized]] = []
        for benchmark, model in zip(request.benchmarks, models, strict=True):
            progress.stage("compile", benchmark.name)
            progress.detail(f"{benchmark.id}: {model.origin}, sha256 {model.sha256[:16]}")
            for note in model.notes:
                progress.note(note)
            item = _compile(request, Subject(benchmark, model), store, progress)
            items.append(item)
            progress.done()
        if random := random_weights_note(request.benchmarks, models):
            progress.note(random)
        sized = _sized(request, items, progress)
        fitting = [_fitting(request, item) for item in sized]
        if oracle is not None:
            fitting = [_referenced(oracle, item, progress) for item in fitting]
        progress.stage("generate", request.board.id)
        return _generate(request, fitting, store if write else None, layer_hooks)


def _all_known(request: Request, models: Sequence[ObtainedModel], oracle: OracleProcess) -> bool:
    """Whether TFLite Micro need not say that it can run the models it is asked about."""
    return all(
        oracle.is_known_to_run(model.tflite)
        for benchmark, model in zip(request.benchmarks, models, strict=True)
        if benchmark.oracle is OracleKind.TFLITE_MICRO
    )


def _compile(
    request: Request, item: Subject, store: ByteStore, progress: Progress
) -> Compiled | Failed | tuple[Subject, Unsized]:
    try:
        program = load_program(request, item.model.tflite, title(item.benchmark), store)
    except UnsupportedModelError as error:
        return Failed(item, error)
    if isinstance(program, Unsized):
        return item, program
    for note in program.notes:
        progress.note(note)
    for layer in program.layers:
        if layer.objection is not None:
            where = f"{item.benchmark.id}: layer {layer.index}, {layer.operator},"
            progress.detail(f"{where} runs {layer.objection}")
    return Compiled(item.benchmark, item.model, program)


def _sized(
    request: Request,
    items: Sequence[Compiled | Failed | tuple[Subject, Unsized]],
    progress: Progress,
) -> list[Compiled | Failed]:
    """The items with programs whose arenas have a size."""
    unsized = {item[0].benchmark: item[1] for item in items if isinstance(item, tuple)}
    programs: dict[Benchmark, Program | NeurioGenError] = {}
    if unsized:
        from neurio_gen.pipeline.arenas import (
            sized_programs,
        )  # takes devices; most engines need none

        programs = sized_programs(request, unsized, progress)
    sized: list[Compiled | Failed] = []
    for item in items:
        if not isinstance(item, tuple):
            sized.append(item)
            continue
        subject, program = item[0], programs[item[0].benchmark]
        sized.append(
            Failed(subject, program)
            if isinstance(program, NeurioGenError)
            else Compiled(subject.benchmark, subject.model, program)
        )
    return sized


def _fitting(request: Request, item: Compiled | Failed) -> Compiled | Failed:
    if isinstance(item, Failed):
        return item
    try:
        check_fit(request.board, item.image_model)
    except DoesNotFitError as error:
        return Failed(item, with_advice(request, item, error))
    return item


def _referenced(
    oracle: OracleProcess, item: Compiled | Failed, progress: Progress
) -> Compiled | Failed:
    if isinstance(item, Failed):
        return item
    try:
        benchmark = with_reference(oracle, item.benchmark, item.model)
    except ModelError as error:
        return Failed(item, error)
    if benchmark.oracle is not item.benchmark.oracle:
        progress.note(f"{benchmark.id}: TFLite Micro cannot run it, TensorFlow is compared with.")
    return replace(item, benchmark=benchmark)


def _generate(
    request: Request,
    items: Sequence[Compiled | Failed],
    store: ByteStore | None,
    layer_hooks: bool,
) -> tuple[Prepared, ...]:
    """The items with the sources of the images that hold them; written where there is a store."""
    able = [item for item in items if isinstance(item, Compiled)]
    holder: dict[str, GeneratedImage] = {}
    for name, members in pack(request.board, [(s.benchmark, s.image_model) for s in able]):
        directory = request.generated_dir / name
        if store is not None:
            image = written_image(
                *(request, members, directory, store),
                layer_hooks=layer_hooks,
                placement=placement(request.board, members),
            )
        else:
            image = GeneratedImage(name, directory, tuple(members))
        holder |= dict.fromkeys((member.id for member in members), image)
    return tuple(
        item
        if isinstance(item, Failed)
        else Generated(item.benchmark, item.model, item.program, holder[item.benchmark.name])
        for item in items
    )
