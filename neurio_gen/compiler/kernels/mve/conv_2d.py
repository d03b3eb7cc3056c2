"""What the MVE kernels that run CONV_2D share."""

from __future__ import annotations

from neurio_gen.compiler.geometry import Window, window
from neurio_gen.compiler.kernels.generic.conv_2d_s8 import conv_2d_problems
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.kernels.mve.filter_bank import (
    filter_problems,
    requantisation_problems,
)
from neurio_gen.compiler.kernels.requantisation import (
    Requantisation,
    requantisation,
)


def conv_2d_windows(site: Site) -> tuple[Window, Window]:
    """The windows over rows and over columns."""
    source, weights, output = site.input(0), site.input(1), site.output()
    return (
        window(site, "h", source.shape[1], output.shape[1], weights.shape[1]),
        window(site, "w", source.shape[2], output.shape[2], weights.shape[2]),
    )


def conv_2d_scaling(site: Site) -> Requantisation:
    """From accumulators to codes, a factor for each filter."""
    source, weights, output = site.input(0), site.input(1), site.output()
    return requantisation(site, source, weights, output, weights.shape[0])


def conv_2d_vector_problems(site: Site) -> list[str]:
    """See `conv_2d_problems`; also groups, and what a filter bank cannot hold."""
    found = conv_2d_problems(site)
    if found:
        return found
    if site.input(1).shape[3] != site.input(0).shape[3]:
        found.append("its channels are grouped")
    return (
        found
        + filter_problems(site.input(1).shape[0])
        + requantisation_problems(conv_2d_scaling(site))
    )
