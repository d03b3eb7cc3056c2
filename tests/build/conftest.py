"""Small images to build, and where to build them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

SUITE = """\
#include "harness/model.h"

namespace neurio {{
namespace {{

constexpr Port kPort = {{ElementType::kInt8, 8, 1.0f, 0}};
const uint8_t weights[{constants}] = {{1}};
uint8_t arena[{arena}];

void infer(const void* const inputs[], void* const outputs[], uint8_t* scratch) {{
    const uint8_t* input = static_cast<const uint8_t*>(inputs[0]);
    uint8_t* output = static_cast<uint8_t*>(outputs[0]);
    for (uint32_t i = 0; i < 8; ++i) {{
        scratch[i] = static_cast<uint8_t>(input[i] + *const_cast<const volatile uint8_t*>(
                                                         &weights[input[i] % {constants}]));
        output[i] = scratch[i];
    }}
}}

constexpr Model kModel = {{"{name}", InputEncoding::kAsIs, ResultKind::kDequantised,
                          1,        1,                    &kPort,
                          &kPort,   sizeof(arena),        infer}};
constexpr const Model* kModels[] = {{&kModel}};

uint8_t buffer[16];
alignas(16) uint8_t inputs[16];
alignas(16) uint8_t outputs[16];

}}  // namespace

const Suite kSuite = {{kModels, 1, buffer, 16, inputs, 16, outputs, 16, arena, sizeof(arena)}};

}}  // namespace neurio
"""


@dataclass(frozen=True)
class Source:
    """Generated sources, as the code generator leaves them."""

    name: str
    directory: Path


Write = Callable[..., Source]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the sources of an image with that many bytes of constants and arena."""

    def write(name: str, *, constants: int = 100, arena: int = 100, text: str = SUITE) -> Source:
        directory = tmp_path / "generated" / name
        directory.mkdir(parents=True, exist_ok=True)
        suite = text.format(name=name, constants=constants, arena=arena)
        (directory / "suite.cc").write_text(suite, encoding="utf-8")
        return Source(name, directory)

    return write


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder that all tests share, so that the firmware is compiled once per board."""
    return tmp_path_factory.mktemp("output")
