"""What a submission shares beside results: the implementation, and how it was made."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from neurio_gen import __version__
from neurio_gen.results import Environment, Result, write_atomically
from neurio_gen.results.files import explained
from neurio_gen.submission.evidence import Evidence

_OFFICIAL = """\
The weights are those of the official int8 models, as they are published: neurio-gen quantises
nothing. It folds biases and zero points, orders weights for its kernels, and leaves out channels
that are zero: mathematically equivalent, every output byte equals TFLite Micro's.
"""
_OWN = """\
The model is the submitter's own: {file} in this folder. {description} in this folder says how it
was trained and quantised. neurio-gen quantises nothing; every output byte equals TFLite Micro's.
"""


@dataclass(frozen=True)
class OwnModel:
    """A model of the submitter's in the open division, and the text that describes it."""

    file: Path
    description: Path


def write_code(
    home: Path, system: str, evidence: Sequence[Evidence], generated: Path, own: OwnModel | None
) -> Path:
    """Writes `code/SYSTEM` of an organisation's folder: a text, and the generated sources.

    `generated` is the folder of the board's generated sources, which may not be there. Raises
    StorageError.
    """
    folder = home / "code" / system
    if generated.is_dir():
        with explained(folder, "written"):
            shutil.copytree(generated, folder / "generated")
    if own is not None:
        with explained(folder, "written"):
            folder.mkdir(parents=True, exist_ok=True)
            for path in (own.file, own.description):
                shutil.copyfile(path, folder / path.name)
    write_atomically(folder / "README.md", _text(system, evidence, own, generated.is_dir()))
    return folder


def _text(system: str, evidence: Sequence[Evidence], own: OwnModel | None, generated: bool) -> str:
    quantisation = (
        _OFFICIAL
        if own is None
        else _OWN.format(file=own.file.name, description=own.description.name)
    )
    return "\n".join(
        [
            f"# {system}",
            "",
            f"The firmware was made by neurio-gen {__version__}: generated C++ that calls kernels, "
            "and a harness that",
            "speaks the benchmark's protocol. Its sources are in neurio-gen's `firmware/`"
            + ("; the generated ones are in `generated/`." if generated else "."),
            "",
            *_builds(evidence),
            "## Quantisation",
            "",
            quantisation,
        ]
    )


def _builds(evidence: Sequence[Evidence]) -> list[str]:
    lines = []
    for item in evidence:
        for test, source in item.tests.items():
            if isinstance(source, Path):
                lines.append(f"- {item.model.benchmark}, {test}: session {source.name}")
                continue
            _, entry = source
            lines.append(
                f"- {item.model.benchmark}, {test}: model {entry.result.model_sha256}, kernels "
                f"{entry.result.kernels}{_in_ram(entry.result)}{_made_by(entry.environment)}"
            )
    return ["## Builds", "", *lines, ""]


def _in_ram(result: Result) -> str:
    """What start-up code copies to RAM, and where: a published result has to say so."""
    copied = {"constants": result.ram_constant_bytes, "kernels": result.ram_code_bytes}
    return "".join(
        f", {size:,} bytes of {what} copied to {result.places.get(what, 'RAM')}"
        for what, size in copied.items()
        if size
    )


def _made_by(environment: Environment | None) -> str:
    if environment is None:
        return ""
    return (
        f", sources {environment.git_revision or environment.neurio_gen}, "
        f"{environment.compiler or 'compiler not known'} {' '.join(environment.flags)}"
    )
