"""Compiles with a kernel that costs would not choose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from neurio_gen.compiler import compile as compiler
from neurio_gen.compiler.choice import Candidate, Options
from neurio_gen.compiler.kernels.candidates import problems
from neurio_gen.compiler.kernels.kernel import Kernel, Site
from neurio_gen.isa import Isa
from neurio_gen.level import Level


@contextmanager
def preferred(kind: str, *kernels: Kernel) -> Iterator[None]:
    """Operators of a kind run on the first of these that can, all others on the plainest kernel."""
    usual = compiler.options_for

    def options_for(
        site: Site, isa: Isa, level: Level, *, fast_code: bool
    ) -> tuple[Options | None, list[str]]:
        if site.operator.kind == kind:
            for kernel in kernels:
                if not problems(kernel, site):
                    return Options((Candidate(site, kernel, None),)), []
        return usual(site, isa, Level.SIZE, fast_code=fast_code)

    with patch.object(compiler, "options_for", options_for):
        yield
