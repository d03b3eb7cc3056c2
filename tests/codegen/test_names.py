"""Names of tensors and files come from elsewhere: in generated sources they are only comments."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.benchmarks.user_files import from_file
from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.generate import generate_image
from neurio_gen.compiler import compile_model
from neurio_gen.engines.aot_program import AotProgram
from neurio_gen.errors import UsageError
from neurio_gen.isa import Isa
from neurio_gen.models.interface import InputEncoding, ResultKind
from neurio_gen.resources import firmware_dir
from tests.support.model_parts import take_apart
from tests.support.model_writer import ModelWriter

_NAMES = [
    "*/ int injected; /*",
    "a\nint injected;",
    "a\r\nint injected;",
    "a\u2028int injected;",
    "ends in a backslash\\",
    "ends in a trigraph??/",
    "Größe ??",
    '"quoted" %s {{ 1 }} {% raw %}',
    "\x1b[2J\x01",
]


def dense_model(name: str) -> bytes:
    writer = ModelWriter()
    weights = writer.constant(np.ones((4, 8), np.int8), 0.5)
    writer.op("FULLY_CONNECTED", [writer.input((1, 8), 0.5), weights], [writer.output((1, 4), 0.5)])
    parts = take_apart(writer.bytes())
    parts.tensors = [replace(tensor, name=name) for tensor in parts.tensors]
    return parts.bytes()


def generate(name: str, directory: Path) -> str:
    file = from_file(Path(f"{name}.tflite".replace("/", "-")))
    plan = compile_model(dense_model(name), file.source.path.name, Isa.GENERIC)
    model = ImageModel(file.name, AotProgram(plan), InputEncoding.AS_IS, ResultKind.DEQUANTISED)
    generate_image([model], directory, f"neurio-gen build --model '{name}'")
    (source,) = directory.glob("model_*.cc")
    return source.read_text()


@pytest.mark.parametrize("name", _NAMES)
def test_names_stay_in_comments(name: str, tmp_path: Path) -> None:
    text = generate(name, tmp_path)
    assert text.isascii()
    assert "int injected" not in "".join(line.partition("//")[0] for line in text.splitlines())
    assert text == generate(name, tmp_path / "again")


@pytest.mark.skipif(shutil.which("g++") is None, reason="g++ is not installed")
@pytest.mark.parametrize("options", [("-std=c++17",), ("-std=c++14", "-trigraphs")])
def test_sources_with_any_names_compile_without_warnings(
    options: tuple[str, ...], tmp_path: Path
) -> None:
    sources = []
    for number, name in enumerate(_NAMES):
        generate(name, tmp_path / str(number))
        sources += sorted((tmp_path / str(number)).glob("model_*.cc"))
    command = ["g++", *options, "-fsyntax-only", "-Wall", "-Wextra", "-Werror"]
    command += [f"-I{firmware_dir()}", *map(str, sources)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_two_names_that_are_one_in_cpp_are_refused(tmp_path: Path) -> None:
    plan = compile_model(dense_model("x"), "x", Isa.GENERIC)
    models = [
        ImageModel(name, AotProgram(plan), InputEncoding.AS_IS, ResultKind.DEQUANTISED)
        for name in ("a-b", "a_b")
    ]
    with pytest.raises(UsageError, match="a-b and a_b have one name"):
        generate_image(models, tmp_path, "neurio-gen build")
