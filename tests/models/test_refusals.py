"""What TensorFlow refuses is told in a line; a fault of ours stays one, a user's is the user's."""

from __future__ import annotations

import pytest

from neurio_gen.errors import ModelError
from neurio_gen.models.refusals import refusals


@pytest.mark.parametrize("of_a_user", [False, True])
def test_what_is_refused_is_one_line(of_a_user: bool) -> None:
    with (
        pytest.raises(ModelError, match=r"^ValueError: no such operator$"),
        refusals(of_a_user=of_a_user),
    ):
        raise ValueError("no such operator\nand a page of C++")
    with pytest.raises(ModelError, match=r"^RuntimeError: no message$"), refusals():
        raise RuntimeError


@pytest.mark.parametrize("kind", [AttributeError, NameError, TypeError, AssertionError])
def test_a_fault_in_the_code_is_its_authors(kind: type[Exception]) -> None:
    with pytest.raises(kind, match="wrong"), refusals():
        raise kind("wrong")
    with pytest.raises(ModelError, match=f"^{kind.__name__}: wrong$"), refusals(of_a_user=True):
        raise kind("wrong")
