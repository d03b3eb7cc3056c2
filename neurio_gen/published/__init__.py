"""What others have published: the MLPerf Tiny rounds v0.5 to v1.3."""

from neurio_gen.published.rounds import (
    SOURCE,
    PublishedResult,
    benchmark_id,
    published_results,
    rounds_of_board,
    rounds_of_core,
)

__all__ = [
    "SOURCE",
    "PublishedResult",
    "benchmark_id",
    "published_results",
    "rounds_of_board",
    "rounds_of_core",
]
