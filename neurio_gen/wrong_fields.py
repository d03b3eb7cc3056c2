"""What is wrong with a file of settings, in words: a validation error's own speak of Python."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

_WANTED = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "a text in quotes",
    "tuple": "a list in brackets",
    "list": "a list in brackets",
    "model": "a table of fields",
    "dict": "a table of fields",
}
_LONGEST = 60


def wrong_fields(error: ValidationError, model: type[BaseModel]) -> str:
    """All that is wrong in what `model` was to be made of, clauses joined by semicolons.

    A misspelt field is told with the one that was meant, or with all that there are.
    """
    found = error.errors()
    deeper = {each["loc"][:depth] for each in found for depth in range(len(each["loc"]))}
    return "; ".join(_worded(each, model) for each in found if each["loc"] not in deeper)


def _worded(each: Any, model: type[BaseModel]) -> str:
    place = ".".join(map(str, each["loc"]))
    kind = str(each["type"])
    if kind == "extra_forbidden":
        return f"{place} is no field {meant(str(each['loc'][-1]), _fields(model, each['loc']))}"
    if kind == "missing":
        return f"{place} is missing"
    wanted = _WANTED.get(kind.partition("_")[0])
    if wanted and kind.rpartition("_")[2] in ("type", "parsing", "float"):
        return f"{place} should be {wanted}, not {_shown(each['input'])}"
    message = str(each["msg"]).removeprefix("Value error, ")
    said = message.replace("Input should be", "should be", 1)
    clause = f"{place} {said}" if said != message else f"{place}: {message}"
    return f"{clause}, not {_shown(each['input'])}" if said != message else clause


def meant(name: str, known: tuple[str, ...]) -> str:
    """What to say behind a name that is not known: one that looks like it, or all that are."""
    near = get_close_matches(name, known, n=1)
    return f"(did you mean {near[0]}?)" if near else f"(there is {', '.join(known)})"


def _fields(model: type[BaseModel], place: tuple[str | int, ...]) -> tuple[str, ...]:
    """The fields of the table that a place is in."""
    for part in place[:-1]:
        field = model.model_fields.get(str(part))
        inner = next(_models(field.annotation), None) if field else None
        if inner is None:
            return ()
        model = inner
    return tuple(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _models(each)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
