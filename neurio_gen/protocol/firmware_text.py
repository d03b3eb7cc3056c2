"""The firmware's side of the protocol's words: `firmware/harness/protocol_text.h`."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from neurio_gen.protocol import wire
from neurio_gen.resources import firmware_dir, templates_dir


def header_path() -> Path:
    """Where the rendered header lies among the firmware's sources."""
    return firmware_dir() / "harness" / "protocol_text.h"


def render_header() -> str:
    """The C++ header with every word of `wire`, clang-format clean."""
    environment = Environment(
        loader=FileSystemLoader(templates_dir()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["camel"] = _camel
    environment.filters["literal"] = _literal
    groups = (
        ("First words of commands", "kCommand", wire.Command),
        ("Second words of db", "kData", wire.DataCommand),
        ("Answers; {} stands for a value", "kAnswer", wire.Answer),
        ("Refusals", "kError", wire.Error),
    )
    return environment.get_template("protocol_text.h.j2").render(wire=wire, groups=groups)


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


if __name__ == "__main__":
    header_path().write_text(render_header(), encoding="utf-8")
