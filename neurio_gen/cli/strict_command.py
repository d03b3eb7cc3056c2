"""A command that takes no option for another that came before it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import typer
from typer.core import TyperCommand, TyperOption


class StrictCommand(TyperCommand):
    """Refuses an option of one value that is given twice, where Click takes the last in silence."""

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


def _takes_one(option: TyperOption) -> bool:
    return not (option.multiple or option.is_flag or option.count)
