"""Images' sources that were rendered before: files that are there as they would be are left alone.

A repeated run then loads no templates. What is kept are the digests of an image's files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from neurio_gen.codegen.files import generated_files
from neurio_gen.codegen.image import GeneratedImage, ImageModel
from neurio_gen.codegen.templates import check_overrides
from neurio_gen.models.byte_store import ByteStore
from neurio_gen.models.cache import content_of, sha256_of
from neurio_gen.own_code import own_code
from neurio_gen.pipeline.known_programs import KnownProgram
from neurio_gen.pipeline.request import Request
from neurio_gen.resources import templates_dir


def written_image(
    request: Request,
    members: Sequence[ImageModel],
    directory: Path,
    store: ByteStore,
    *,
    layer_hooks: bool,
    placement: Mapping[str, object],
) -> GeneratedImage:
    """As `generate_image`, which is not called where `directory` holds what it would write."""
    check_overrides(request.templates)
    key = _key(request, members, layer_hooks, placement)
    kept = None if key is None else store.get(key)
    if kept is not None and json.loads(kept) == _digests(directory):
        return GeneratedImage(directory.name, directory, tuple(members))
    from neurio_gen.codegen.generate import generate_image  # Jinja and the compiler take long

    image = generate_image(
        members,
        directory,
        request.command,
        overrides=request.templates,
        layer_hooks=layer_hooks,
        placement=placement,
    )
    if key is not None:
        store.put(key, json.dumps(_digests(directory)).encode())
    return image


def _digests(directory: Path) -> dict[str, str]:
    return {path.name: sha256_of(path.read_bytes()) for path in generated_files(directory)}


def _key(
    request: Request,
    members: Sequence[ImageModel],
    layer_hooks: bool,
    placement: Mapping[str, object],
) -> bytes | None:
    """All that the files depend on; None where a member's program may differ each time."""
    digest = sha256()
    parts = [
        own_code("jinja2", "numpy"),
        request.command,
        *(content_of(folder) for folder in (templates_dir(), *request.templates)),
        json.dumps([layer_hooks, placement]),
    ]
    for model in members:
        program = model.program
        if not isinstance(program, KnownProgram):
            return None
        kinds = (model.input_encoding.value, model.result_kind.value)
        parts += [program.key.hex(), model.id, *kinds]
    for part in parts:
        digest.update(sha256(part.encode()).digest())
    return digest.digest()
