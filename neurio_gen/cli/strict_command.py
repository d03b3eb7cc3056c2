"""Commands that refuse an option given twice, and groups of them; help names no type of Python."""

from __future__ import annotations

from collections import Counter
from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption


class StrictCommand(TyperCommand):
    """Refuses an option of one value that is given twice, where Click takes the last in silence."""

    def get_params(self, ctx: Any) -> list[Any]:
        """All parameters, as help shows them."""
        return list(map(shown, super().get_params(ctx)))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Click does. Raises its usage error for what is given twice."""
        if not ctx.resilient_parsing:
            _, _, order = self.make_parser(ctx).parse_args(args=list(args))
            given = Counter(order)
            for option, count in given.items():
                if count > 1 and isinstance(option, TyperOption) and _takes_one(option):
                    raise typer.BadParameter(
                        f"given {count} times, and it takes one value.", ctx=ctx, param=option
                    )
        return super().parse_args(ctx, args)


class StrictGroup(TyperGroup):
    """A group of commands with the same help as they."""

    def get_params(self, ctx: Any) -> list[Any]:
        """All parameters, as help shows them."""
        return list(map(shown, super().get_params(ctx)))


def shown(parameter: Any) -> Any:
    """A parameter as help shows it: switches take no value, and arguments have a name for it."""
    if isinstance(parameter, TyperArgument):
        vars(parameter)["display_type_rich"] = _no_type
    elif isinstance(parameter, TyperOption) and parameter.is_flag:
        parameter.metavar = ""
    return parameter


def _no_type(ctx: Any) -> None:
    """Instead of a type of Python."""


def _takes_one(option: TyperOption) -> bool:
    return not (option.multiple or option.is_flag or option.count)
