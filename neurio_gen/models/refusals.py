"""What TensorFlow or a user's code raises, told apart from faults of our own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from neurio_gen.errors import ModelError, NeurioGenError

_FAULTS = (AssertionError, AttributeError, NameError, TypeError)


@contextmanager
def refusals(*, of_a_user: bool = False) -> Iterator[None]:
    """Turns exceptions into a ModelError of one line.

    Those that show a fault in the code stay as they are, unless the code is `of_a_user`; so do
    errors that a person can act on already.
    """
    try:
        yield
    except NeurioGenError:
        raise
    except Exception as error:
        if isinstance(error, _FAULTS) and not of_a_user:
            raise
        first, *_ = str(error).strip().splitlines() or ["no message"]
        raise ModelError(f"{type(error).__name__}: {first}") from error
