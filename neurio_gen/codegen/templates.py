"""Which templates there are, for who wants to override one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from neurio_gen.errors import UsageError
from neurio_gen.resources import templates_dir

_DESCRIPTION = re.compile(r"\A\{#\s*(.*?)\s*#\}", re.DOTALL)


@dataclass(frozen=True)
class Template:
    """A template that `--templates` can override. `description` is the comment at its top."""

    name: str
    path: Path
    description: str


def all_templates() -> tuple[Template, ...]:
    """The templates, sorted by name. Those without a comment at the top are not for overriding."""
    found = []
    for path in sorted(templates_dir().rglob("*.j2")):
        head = _DESCRIPTION.match(path.read_text(encoding="utf-8"))
        if head:
            name = path.relative_to(templates_dir()).as_posix()
            found.append(Template(name, path, " ".join(head[1].split())))
    return tuple(found)


def find_templates(names: Sequence[str]) -> tuple[Template, ...]:
    """The templates of these names, all without any. Raises UsageError for an unknown name."""
    known = {template.name: template for template in all_templates()}
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1) or list(known)
            raise UsageError(f"There is no template {name!r}.", hint=f"There is {', '.join(near)}.")
    return tuple(known[name] for name in dict.fromkeys(names)) if names else tuple(known.values())


def copy_templates(templates: Sequence[Template], folder: Path) -> tuple[Path, ...]:
    """Copy templates into `folder`, to be changed there; the copies.

    Raises UsageError, before anything is copied, where a file is there already.
    """
    copies = [(template, folder / template.name) for template in templates]
    for _, target in copies:
        if target.exists():
            raise UsageError(
                f"{target} is there already.", hint="Remove it, or name another folder."
            )
    for template, target in copies:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(template.path, target)
    return tuple(target for _, target in copies)


def check_overrides(folders: Sequence[Path]) -> None:
    """Raises UsageError for a folder that is missing or overrides nothing, as a misspelt name."""
    names = {template.name for template in all_templates()}
    for folder in folders:
        if not folder.is_dir():
            what = "is no folder" if folder.exists() else "does not exist"
            raise UsageError(
                f"The template folder {folder} {what}.",
                hint="Copy what you want to change: neurio-gen templates model.cc.j2 --copy FOLDER",
            )
        held = {path.relative_to(folder).as_posix() for path in folder.rglob("*.j2")}
        if not held & names:
            raise UsageError(
                f"The template folder {folder} overrides no template.",
                hint="See what there is to override: neurio-gen templates",
            )
