"""An image of an earlier build is known by the manifest beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from neurio_gen.benchmarks import from_file
from neurio_gen.boards import load_board
from neurio_gen.build.manifest import FILE
from neurio_gen.errors import BuildError
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline.construct import built_before, construct
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built
from neurio_gen.progress import Progress
from tests.end_to_end.command import ROOT

DOORBELL = ROOT / "examples" / "doorbell.tflite"


@pytest.fixture(scope="module")
def request_and_image(tmp_path_factory: pytest.TempPathFactory) -> tuple[Request, Built]:
    output = tmp_path_factory.mktemp("identity")
    request = Request(load_board("native"), (from_file(DOORBELL),), ModelOptions(), output)
    (item,) = construct(request, prepare(request, Progress()), Progress())
    assert isinstance(item, Built)
    return request, item


@pytest.fixture
def manifest(request_and_image: tuple[Request, Built]) -> Path:
    """The manifest's file, as it was once more behind the test."""
    return request_and_image[1].image.elf.parent / FILE


def test_the_manifest_says_what_the_image_is(
    request_and_image: tuple[Request, Built], manifest: Path
) -> None:
    _, item = request_and_image
    said = json.loads(manifest.read_text())
    assert (said["schema"], said["board"], said["mode"]) == (1, "native", "performance")
    assert (said["engine"], said["facts"]["kernels"]) == ("aot", load_board("native").isa.value)
    assert said["build_id"] == item.image.build_id
    assert said["elf_sha256"] == item.image.sha256
    [member] = said["members"]
    assert (member["id"], member["model_sha256"]) == ("doorbell", item.model.sha256)
    # and its paths are no machine's
    assert str(ROOT) not in manifest.read_text()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("elf_sha256", "0" * 64, "Nothing says what the image of file/doorbell was built of"),
        ("members", [], "is of another model: other benchmarks"),
        ("engine", "other", "was built for the engine other, not aot"),
        ("facts", {"kernels": "dsp"}, "was built for the kernels dsp, not"),
    ],
)
def test_an_image_of_something_else_is_refused(
    request_and_image: tuple[Request, Built],
    manifest: Path,
    field: str,
    value: object,
    says: str,
) -> None:
    request, item = request_and_image
    kept = manifest.read_text()
    try:
        manifest.write_text(json.dumps({**json.loads(kept), field: value}))
        with pytest.raises(BuildError, match=says) as caught:
            built_before(request, [item])
        # and the hint is the command that mends it
        assert "neurio-gen build --board native --model" in str(caught.value.hint)
    finally:
        manifest.write_text(kept)
    (again,) = built_before(request, [item])
    assert isinstance(again, Built)
    assert again.image.build_id == item.image.build_id
