"""Which kernel runs each operator: the cheapest by prediction that the goal's budgets allow.

Each operator begins with the first kernel of its row that can run it, or, where all constants are
more than the flash has room for, with one that has smaller ones. Kernels that predict less cost
replace it, those first that save most for each byte of flash they add, as long as constants
and arena stay within their limits. Same graph and goal, same choice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from neurio_gen.compiler.goal import Goal
from neurio_gen.compiler.kernels.candidates import candidates, first_able, plain_kernels
from neurio_gen.compiler.kernels.candidates import problems as problems_of
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site
from neurio_gen.compiler.work import Work
from neurio_gen.isa import Isa
from neurio_gen.level import Level


@dataclass(frozen=True, eq=False)
class Candidate:
    """A kernel that can run an operator. `work` is its prediction, None where it makes none."""

    site: Site
    kernel: Kernel
    work: Work | None

    @cached_property
    def lowering(self) -> Lowering:
        """Its parameters and constants."""
        return self.kernel.lower(self.site)

    @property
    def flash_bytes(self) -> int:
        """Bytes of its constants."""
        return sum(constant.nbytes for constant in self.lowering.constants)

    @property
    def scratch_bytes(self) -> int:
        """Bytes of the arena that the call needs beside its tensors."""
        return self.lowering.scratch_bytes


@dataclass(frozen=True, eq=False)
class Options:
    """The candidates for one operator; the first is what the others are compared with.

    `refused` are kernels behind the first that cannot run it, each with what is in its way;
    `objections` those before it, of better instruction sets. `plain` makes candidates of all
    kernels that could stand first.
    """

    candidates: tuple[Candidate, ...]
    refused: tuple[tuple[str, str], ...] = ()
    objections: tuple[tuple[str, str], ...] = ()
    plain: Callable[[], Sequence[Candidate]] = tuple


ArenaOf = Callable[[Sequence[Candidate]], int]
"""The bytes of arena that a selection needs at least."""


def options_for(
    site: Site, isa: Isa, level: Level, *, fast_code: bool = False
) -> tuple[Options | None, list[str]]:
    """The candidates for an operator, or None and why no kernel can run it.

    `fast_code` tells that kernels run from RAM.
    """
    first, refusals = first_able(site, isa, level)
    if first is None:
        return None, refusals
    options = [Candidate(site, first, first.work(site))]
    refused: dict[tuple[str, str], None] = {}  # a kernel may stand there with several loops
    if options[0].work is not None:
        for kernel in candidates(site, isa):
            if kernel is first or (kernel.needs_fast_code and not fast_code):
                continue
            problems = _level_problems(kernel, level) or problems_of(kernel, site)
            work = None if problems else kernel.work(site)
            if work is not None:
                options.append(Candidate(site, kernel, work))
            elif problems and kernel.isa is first.isa:
                refused[kernel.name, problems[0]] = None

    def plain() -> list[Candidate]:
        kernels = plain_kernels(site, isa, level)
        return [Candidate(site, kernel, kernel.work(site)) for kernel in kernels]

    return Options(tuple(options), tuple(refused), _objections(site, isa, first), plain), []


def _objections(site: Site, isa: Isa, first: Kernel) -> tuple[tuple[str, str], ...]:
    """Kernels of better instruction sets than the first one's, each with what is in its way.

    Those for float32 say nothing to an operator on codes, nor the other way round.
    """
    better = isa.runs[: isa.runs.index(first.isa)]
    return tuple(
        (kernel.name, problems[0])
        for kernel in candidates(site, isa)
        if kernel.isa in better and kernel.computes_reals == first.computes_reals
        if (problems := problems_of(kernel, site))
    )


def _level_problems(kernel: Kernel, level: Level) -> list[str]:
    if kernel.trades and level is Level.SIZE:
        return ["it takes more memory than the level size allows"]
    return []


@dataclass
class Choice:
    """A selection that is improved step by step.

    `port_bytes` of RAM are the caller's, beside the arena.
    """

    options: Sequence[Options]
    goal: Goal
    arena_of: ArenaOf
    port_bytes: int
    selected: list[Candidate] = field(init=False)

    def __post_init__(self) -> None:
        self.selected = [each.candidates[0] for each in self.options]
        self._shrink(self.goal.flash_bytes)
        self._flash_limit = self._limit_of_flash()
        self._arena_limit = self._limit_of_arena()

    def improve(self) -> list[Candidate]:
        """The selection after all steps that save cost and stay within the limits."""
        while (step := self._best_step()) is not None:
            position, candidate = step
            self.selected[position] = candidate
        return self.selected

    def reason(self, position: int, candidate: Candidate) -> str:
        """Why a candidate is what runs an operator, or is not."""
        now = self.selected[position]
        if candidate is now:
            return "chosen"
        if candidate.work is not None and self._saved(now, candidate) <= 0:
            return "predicted to be slower"
        if candidate.flash_bytes - now.flash_bytes > self._flash_limit - self._flash_bytes():
            return f"constants of the model would need more than {self._flash_limit:,.0f} bytes"
        return f"the arena would need more than {self._arena_limit:,.0f} bytes"

    def withdraw(self, arena_bytes: int) -> bool:
        """Take back the step that saves least for its scratch where the arena came out too large.

        Whether there was one. A layout may need more than what lives at once.
        """
        if arena_bytes <= self._arena_limit:
            return False
        grown = [
            (self._saved(first, now) / (now.scratch_bytes - first.scratch_bytes), position)
            for position, now in enumerate(self.selected)
            if now.scratch_bytes > (first := self.options[position].candidates[0]).scratch_bytes
        ]
        if not grown:
            return False
        _, position = min(grown)
        self.selected[position] = self.options[position].candidates[0]
        return True

    def _shrink(self, room: int | None) -> None:
        """Begin with smaller constants where there is no room else: those that save most first."""
        if room is None or self._flash_bytes() <= room:
            return
        smallest = [
            min((now, *options.plain()), key=lambda each: each.flash_bytes)
            for options, now in zip(self.options, self.selected, strict=True)
        ]
        saved = [
            a.flash_bytes - b.flash_bytes for a, b in zip(self.selected, smallest, strict=True)
        ]
        options = list(self.options)
        for position in sorted(range(len(saved)), key=lambda i: -saved[i]):
            if not saved[position] or self._flash_bytes() <= room:
                break
            each = options[position]
            options[position] = replace(each, candidates=(smallest[position], *each.candidates))
            self.selected[position] = smallest[position]
        self.options = options

    def _limit_of_flash(self) -> float:
        used = self._flash_bytes()
        growth = self.goal.level.constants_growth
        limit = float("inf") if growth is None else used * growth
        room = self.goal.flash_bytes
        return max(used, limit if room is None else min(limit, room))

    def _limit_of_arena(self) -> float:
        used = self.arena_of(self.selected)
        limit = used * self.goal.level.arena_growth
        room = self.goal.ram_bytes
        return max(used, limit if room is None else min(limit, room - self.port_bytes))

    def _flash_bytes(self) -> int:
        return sum(candidate.flash_bytes for candidate in self.selected)

    def _best_step(self) -> tuple[int, Candidate] | None:
        room = self._flash_limit - self._flash_bytes()
        best: tuple[float, float, int, Candidate] | None = None
        for position, (options, now) in enumerate(zip(self.options, self.selected, strict=True)):
            for candidate in options.candidates:
                saved = self._saved(now, candidate)
                if saved <= 0:
                    continue
                added = candidate.flash_bytes - now.flash_bytes
                rate = saved / added if added > 0 else float("inf")
                worse = best is not None and (rate, saved) <= best[:2]
                # The arena comes last: to lay it out takes longest.
                if worse or added > room or not self._fits(position, candidate):
                    continue
                best = rate, saved, position, candidate
        return best and best[2:]

    def _fits(self, position: int, candidate: Candidate) -> bool:
        if candidate.scratch_bytes <= self.options[position].candidates[0].scratch_bytes:
            return True
        changed = [*self.selected]
        changed[position] = candidate
        return self.arena_of(changed) <= self._arena_limit

    def _saved(self, before: Candidate, after: Candidate) -> float:
        if before.work is None or after.work is None:
            return 0.0
        return before.work.cost(self.goal) - after.work.cost(self.goal)
