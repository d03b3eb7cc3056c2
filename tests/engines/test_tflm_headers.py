"""The generated code against the real headers of TensorFlow Lite Micro, compiled only.

PyPI's `xmos-ai-tools` ships them, with the namespace renamed, and no interpreter. It is large, and
no dependency of ours: where it is installed, its headers are used.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.generate import generate_image
from neurio_gen.compiler.checked import read_checked_model
from neurio_gen.engines.tflm.operators import OPERATORS, resolver_name
from neurio_gen.engines.tflm.program import TflmProgram
from neurio_gen.models.interface import InputEncoding, ResultKind
from neurio_gen.resources import firmware_dir
from tests.engines.models import copying_model

SECONDS = 120

# The package lacks gemmlowp, which kernels compute with, and its own build has another layout of
# tensors: what only kernels include is left out.
GUARDS = (
    "TENSORFLOW_LITE_KERNELS_KERNEL_UTIL_H_",
    "TENSORFLOW_LITE_KERNELS_INTERNAL_COMMON_H_",
    "TENSORFLOW_LITE_KERNELS_INTERNAL_REFERENCE_POOLING_H_",
    "TENSORFLOW_LITE_KERNELS_INTERNAL_REFERENCE_INTEGER_OPS_POOLING_H_",
)
LEFT_OUT = """
namespace tflite::reference_integer_ops {
template <typename... T> bool AveragePool(T&&...);
template <typename... T> void MaxPool(T&&...);
}  // namespace tflite::reference_integer_ops
"""


def real_headers() -> Path | None:
    spec = importlib.util.find_spec("xmos_ai_tools")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "runtime" / "include"
    return folder if (folder / "tensorflow/lite/micro/micro_interpreter.h").is_file() else None


HEADERS = real_headers()
pytestmark = pytest.mark.skipif(HEADERS is None, reason="pip install xmos-ai-tools has the headers")


def compiled(source: Path, *folders: Path | None) -> subprocess.CompletedProcess[str]:
    compiler = shutil.which("g++") or shutil.which("c++")
    assert compiler is not None
    command = [compiler, "-std=c++17", "-fsyntax-only", "-Wall", "-Wextra", "-Werror"]
    command += ["-fno-exceptions", "-fno-rtti", "-DTF_LITE_STATIC_MEMORY"]
    left_out = source.with_suffix(".left_out.h")
    left_out.write_text(LEFT_OUT)
    command += [*(f"-D{guard}" for guard in GUARDS), "-include", str(left_out)]
    # the package's copy calls the library's namespace otherwise
    command += ["-Dtflite=tflite_micro", f"-I{firmware_dir()}", f"-I{source.parent}"]
    for folder in folders:
        command += ["-isystem", str(folder)]
    return subprocess.run(
        [*command, str(source)], capture_output=True, text=True, timeout=SECONDS, check=False
    )


@pytest.mark.parametrize("hooks", [False, True])
def test_the_generated_code_uses_the_api_as_it_is(hooks: bool, tmp_path: Path) -> None:
    graph = read_checked_model(copying_model(), "copy.tflite")
    program = TflmProgram(graph, copying_model(), 1024)
    model = ImageModel("copy-it", program, InputEncoding.AS_IS, ResultKind.DEQUANTISED)
    generate_image([model], tmp_path, "tests", layer_hooks=hooks)
    done = compiled(tmp_path / "model_copy_it.cc", HEADERS)
    assert done.returncode == 0, done.stderr


def test_the_resolver_has_every_operator_that_is_taken(tmp_path: Path) -> None:
    """Given the real resolver, when each operator of the table is added, then it compiles.

    The package's copy is older than the table, so that it may lack operators that came since; none
    of those it has goes by another name.
    """
    assert HEADERS is not None
    header = HEADERS / "tensorflow/lite/micro/micro_mutable_op_resolver.h"
    text = header.read_text(encoding="utf-8")
    missing = {kind for kind in OPERATORS if f"Add{resolver_name(kind)}(" not in text}
    assert not {kind for kind in missing if f"BuiltinOperator_{kind}," in text}
    source = tmp_path / "all.cc"
    calls = "".join(
        f"    resolver->Add{resolver_name(kind)}();\n" for kind in sorted(OPERATORS - missing)
    )
    source.write_text(
        '#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"\n'
        f"void add(tflite::MicroMutableOpResolver<{len(OPERATORS)}>* resolver) {{\n{calls}}}\n"
    )
    done = compiled(source, HEADERS)
    assert done.returncode == 0, done.stderr
