"""Graph to graph: each pass is a pure function that keeps every output byte of the model."""

from __future__ import annotations

from collections.abc import Callable

from neurio_gen.compiler.graph import Graph
from neurio_gen.compiler.passes.dead_channels import remove_dead_channels
from neurio_gen.compiler.passes.dead_code import remove_dead_code
from neurio_gen.compiler.passes.float_islands import fold_float_islands
from neurio_gen.compiler.passes.fold_constants import fold_constants
from neurio_gen.compiler.passes.fuse_activations import fuse_activations
from neurio_gen.compiler.passes.fuse_dilations import fuse_dilations
from neurio_gen.compiler.passes.fuse_pads import fuse_pads
from neurio_gen.compiler.passes.lookup_tables import make_lookup_tables
from neurio_gen.compiler.passes.other_names import use_common_names
from neurio_gen.compiler.passes.place_results import place_results
from neurio_gen.compiler.passes.views import make_views

Pass = Callable[[Graph], Graph]

PASSES: tuple[Pass, ...] = (
    fold_constants,
    use_common_names,
    fuse_pads,
    fuse_dilations,
    fuse_activations,
    fold_float_islands,
    make_lookup_tables,
    remove_dead_code,
    remove_dead_channels,
    make_views,
    place_results,
)
"""In the order they run."""


def run_passes(graph: Graph) -> Graph:
    """The graph after all passes."""
    for each in PASSES:
        graph = each(graph)
    return graph
