"""A report for pull requests: GitHub's Markdown, tables without charts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from neurio_gen.report.content import Content
from neurio_gen.report.data_table import DataTable

_MARKS = {"bad": "**", "good": "", "ours": "**", "": ""}
_LONG = 24
"""Tables with more rows than this are folded away."""


def to_markdown(content: Content) -> str:
    """The report; what is long can be unfolded."""
    parts = [f"## neurio-gen: {content.title}", _table(content.summary)]
    if content.problems:
        parts.append(_section(content.problems))
    if content.damaged:
        parts.append("\n".join(f"- damaged: {_escaped(line)}" for line in content.damaged))
    if content.side_by_side:
        parts.append(_section(content.side_by_side))
    if content.engines:
        parts.append(_section(content.engines))
    parts += [_section(suite.table) for suite in content.suites]
    parts += [
        _section(each) for each in (content.accuracy, content.energy, content.streaming) if each
    ]
    parts += [_section(section.table, fold=True) for section in content.profiles]
    parts += [_section(section.table, fold=True) for section in content.published]
    parts += [_section(each, fold=True) for each in content.provenance]
    return "\n\n".join(parts) + "\n"


def _section(data: DataTable, fold: bool = False) -> str:
    body = _table(data) + (f"\n\n{_escaped(data.note)}" if data.note else "")
    if fold or len(data.rows) > _LONG:
        title = _escaped(data.caption)
        return f"<details><summary>{title}</summary>\n\n{body}\n\n</details>"
    return f"### {_escaped(data.caption)}\n\n{body}"


def _table(data: DataTable) -> str:
    heading = _line(_escaped(heading) for heading in data.columns)
    rule = _line("--:" if numeric else "---" for numeric in data.numeric)
    rows = (
        _line(f"{_MARKS[cell.mark]}{_escaped(cell.text)}{_MARKS[cell.mark]}" for cell in row)
        for row in data.rows
    )
    return "\n".join((heading, rule, *rows))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Text that a renderer takes for nothing but text, in one line."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\|`*\[\]~#]|\b_|_\b)", r"\\\1", plain)
