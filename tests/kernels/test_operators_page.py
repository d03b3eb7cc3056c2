"""docs/operators.md says what the code does."""

from __future__ import annotations

from neurio_gen.compiler.catalogue import PAGE, operator_rows, operators_page
from neurio_gen.resources import project_dir


def test_the_page_is_current() -> None:
    text = (project_dir() / PAGE).read_text(encoding="utf-8")
    hint = "run `python -m neurio_gen.compiler.catalogue` in the checkout"
    assert text == operators_page(project_dir()), hint


def test_every_operator_has_a_test() -> None:
    untested = [row.operator for row in operator_rows(project_dir()) if not row.tests]
    assert untested == []
