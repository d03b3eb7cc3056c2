"""Jinja2 set up for C++: `%%` line statements, strict names, a search path with overrides."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2.bccache import Bucket

from neurio_gen.codegen.templates import check_overrides
from neurio_gen.errors import UsageError
from neurio_gen.resources import templates_dir

OURS = "neurio_gen"
"""An overriding template may extend `neurio_gen/NAME`, the package's own of that name."""

_ENDING = ".j2"


class _Compiled(jinja2.BytecodeCache):
    """What templates became, for all renderers of this process: compiling takes longer than use."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Set what a template of this name and text became, where it is known."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template became."""
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class Renderer:
    """Renders templates by name; folders in `overrides` are searched before the package's own."""

    def __init__(self, overrides: Sequence[Path] = (), **filters: Any) -> None:
        check_overrides(overrides)
        self._overrides = tuple(overrides)
        self._environment = jinja2.Environment(
            loader=jinja2.ChoiceLoader(
                [
                    jinja2.FileSystemLoader([*overrides, templates_dir()]),
                    jinja2.PrefixLoader({OURS: jinja2.FileSystemLoader(templates_dir())}),
                ]
            ),
            undefined=jinja2.StrictUndefined,
            line_statement_prefix="%%",
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,
            bytecode_cache=_COMPILED,
        )
        self._environment.filters.update(filters)

    def render(self, template: str, **values: Any) -> str:
        """The text of a template. Raises UsageError where an overriding template is wrong."""
        try:
            return self._environment.get_template(template).render(**values)
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as error:
            if not self._overrides:
                raise  # one of ours is at fault
            raise UsageError(
                f"The template {_place(error) or template} cannot be rendered: {error}.",
                hint="docs/override-a-template.md says what a template is given.",
            ) from error


def _place(error: Exception) -> str | None:
    """File and line of a template that an error comes from, the innermost."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.filename or error.name}, line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    found = [frame for frame in frames if frame.filename.endswith(_ENDING)]
    return f"{found[-1].filename}, line {found[-1].lineno}" if found else None
