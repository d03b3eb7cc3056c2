"""The client, verification and timing against the real firmware: as a process, and in QEMU."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.boards import load_board
from neurio_gen.build import BuiltImage, build_images
from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.generate import generate_image
from neurio_gen.compiler import compile_model
from neurio_gen.devices import Device, open_device
from neurio_gen.engines.aot_program import AotProgram
from neurio_gen.errors import ProtocolError
from neurio_gen.harness import measure, verify
from neurio_gen.models.interface import InputEncoding, ResultKind
from neurio_gen.oracle import Oracle
from neurio_gen.protocol.session import Session
from tests.support.model_writer import ModelWriter

KINDS = {
    "as-is": (InputEncoding.AS_IS, ResultKind.DEQUANTISED),
    "unsigned": (InputEncoding.UNSIGNED8, ResultKind.TOP1),
    "floats": (InputEncoding.FLOAT32, ResultKind.MEAN_SQUARED_ERROR),
}


def small_model() -> bytes:
    """A dense layer of 20 x 20, so that the mean squared error has a partner for every output."""
    random = np.random.default_rng(5)
    writer = ModelWriter()
    x = writer.input((1, 20), scale=0.05, zero_point=-7)
    weights = random.integers(-127, 128, (20, 20)).astype(np.int8)
    w = writer.constant(weights, scales=[0.01], axis=0)
    bias = random.integers(-500, 500, 20).astype(np.int32)
    b = writer.constant(bias, scales=[0.0005], axis=0)
    y = writer.output((1, 20), scale=0.07, zero_point=4)
    writer.op("FULLY_CONNECTED", [x, w, b], [y])
    return writer.bytes()


@dataclass
class Running:
    device: Device
    session: Session
    models: tuple[ImageModel, ...]
    oracle: Oracle
    log: Path


@pytest.fixture(scope="module", params=["native", "mps2_an386", "qemu_riscv32"])
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, tuple[ImageModel, ...], BuiltImage]:
    folder = tmp_path_factory.mktemp(request.param)
    board = load_board(request.param)
    plan = compile_model(small_model(), "small", board.isa)
    models = tuple(ImageModel(name, AotProgram(plan), *kinds) for name, kinds in KINDS.items())
    image = generate_image(models, folder / "generated" / "small", "a test")
    return request.param, models, build_images(board, [image], folder)[0]


@pytest.fixture
def running(
    built: tuple[str, tuple[ImageModel, ...], BuiltImage], tmp_path: Path
) -> Iterator[Running]:
    board, models, image = built
    log = tmp_path / "uart.log"
    with open_device(load_board(board), image.elf, log=log) as device:
        session = Session(device.link)
        session.connect()
        yield Running(device, session, models, Oracle(small_model()), log)


def test_every_encoding_and_result_is_exact(running: Running) -> None:
    for model in running.models:
        report = verify(running.session, model, running.oracle, 12, 3)

        assert report.mismatch is None, str(report.mismatch)
        assert report.exact


def test_a_wrong_reference_is_noticed(running: Running) -> None:
    class Wrong:
        inputs = running.oracle.inputs
        outputs = running.oracle.outputs
        stateful = False

        def reset(self) -> None:
            running.oracle.reset()

        def invoke(self, inputs: list[np.ndarray]) -> list[np.ndarray]:
            (right,) = running.oracle.invoke(inputs)
            right[0, 19] ^= 1
            return [right]

    report = verify(running.session, running.models[0], Wrong(), 3, 3)

    assert report.mismatch is not None
    assert (report.mismatch.where, report.mismatch.index) == ("output 0", 19)
    assert report.mismatch.differing == 1


def test_windows_are_timed(running: Running) -> None:
    device = running.device

    timing = measure(
        running.session,
        running.models[0],
        running.oracle,
        device.time_base,
        device.nanoseconds_per_instruction,
        inputs=2,
    )

    assert timing.bit_exact is True
    assert all(window.microseconds >= 10_000 for window in timing.windows)
    if device.kind == "qemu":
        assert timing.latency_us is None
        assert timing.instructions is not None
        assert 400 < timing.instructions < 400 * 42  # at most what the reference kernels take a MAC
    else:
        assert timing.latency_us is not None
        assert timing.latency_us > 0


def test_the_commands_of_the_session(running: Running) -> None:
    session = running.session

    assert session.name().startswith("neurio-gen/")
    assert session.models() == tuple(KINDS)
    session.select("unsigned")
    assert session.profile().model == "unsigned"
    session.load(bytes(range(20)))
    assert session.buffer() == bytes(range(20))
    assert session.timestamp() <= session.timestamp()
    assert " > select unsigned%" in running.log.read_text()


def test_the_firmware_says_which_image_it_is(
    built: tuple[str, tuple[ImageModel, ...], BuiltImage], running: Running
) -> None:
    answered = running.session.build_id()
    assert answered == built[2].build_id
    assert len(str(answered)) == 40


def test_refusals_leave_the_session_usable(running: Running) -> None:
    session = running.session

    with pytest.raises(ProtocolError, match=r"refuses `infer 1 0%`: e-\["):
        session.infer()
    with pytest.raises(ProtocolError, match=r"refuses `outputs%`: e-\["):
        session.outputs()
    with pytest.raises(ProtocolError, match=r"refuses `db load 1000000000%`: e-\["):
        session._ask("db load 1000000000")
    session.load(bytes(3))
    with pytest.raises(ProtocolError, match=r"refuses `infer 1 0%`: e-\["):
        session.infer()

    assert session.name().startswith("neurio-gen/")


def test_half_a_command_and_noise_before_the_session_do_no_harm(running: Running) -> None:
    running.device.link.write(b"\x00\xff db 00 infer\r\nxx%% db load 4% db 0")

    assert Session(running.device.link).connect().model in KINDS
