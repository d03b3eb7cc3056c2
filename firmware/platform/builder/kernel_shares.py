"""How much flash the kernels of a shared image take that a model of it does not need.

It is in `kernel_shares.json` beside the image: bytes, by the stem of the model's source. So what a
model takes of flash does not depend on its neighbours.
"""

import json
from pathlib import Path

import elf
import used_kernels

FILE = "kernel_shares.json"

Place = tuple[Path, int]
"""A section of an object."""


def writer(sources: Path, firmware: Path, folders: list[Path], objects: Path):
    """What writes the file for an image whose sources lie in the folder `sources`.

    `folders` hold the kernels' sources, `objects` has a folder of their objects for each. The
    models' objects lie beside the image, maybe with those of models that it no longer holds.
    """

    def write(target, source, env) -> None:
        image = Path(str(source[0]))
        used = used_kernels.find(sorted(sources.glob("*.*")), firmware, folders)
        kernels = [objects / kernel.parent.name / f"{kernel.stem}.o" for kernel in used]
        models = [image.parent / f"{path.stem}.o" for path in sorted(sources.glob("model_*.cc"))]
        found = unneeded(models, kernels)
        (image.parent / FILE).write_text(json.dumps(found, indent=1), encoding="utf-8")

    return write


def unneeded(models: list[Path], kernels: list[Path]) -> dict[str, int]:
    """Bytes of `kernels` that other `models` reach and a model does not, by its stem.

    It is what a linker would leave out of an image of the model alone.
    """
    if len(models) < 2:
        return {model.stem: 0 for model in models}
    files = {path: elf.read_object(path.read_bytes()) for path in [*kernels, *models]}
    places = {
        name: (path, section)
        for path in reversed(kernels)
        for name, section in files[path].defined.items()
    }
    needed = {model.stem: _reached(model, files, places) for model in models}
    every = set().union(*needed.values())
    return {
        model: sum(files[path].sizes.get(section, 0) for path, section in every - own)
        for model, own in needed.items()
    }


def _reached(
    model: Path, files: dict[Path, elf.ObjectFile], places: dict[str, Place]
) -> set[Place]:
    """The kernels' sections that a model's object needs, and those that these need."""
    found: set[Place] = set()
    pending: list[Place] = [(model, section) for section in files[model].references]
    while pending:
        path, section = pending.pop()
        for to in files[path].references.get(section, ()):
            place = places.get(to) if isinstance(to, str) else (path, to)
            if place is not None and place[0] != model and place not in found:
                found.add(place)
                pending.append(place)
    return found
