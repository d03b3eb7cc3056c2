"""How outputs agreed with the oracle's, in the words of tables."""

from __future__ import annotations

from neurio_gen.results.schema import Result


def tolerance_words(result: Result) -> str | None:
    """What outputs were held to: `within 1e-06`, `±1`; None without a tolerance."""
    words = []
    if result.relative_tolerance:
        words.append(f"within {result.relative_tolerance:g}")
    if result.tolerance:
        words.append(f"±{result.tolerance}")
    return ", ".join(words) or None
