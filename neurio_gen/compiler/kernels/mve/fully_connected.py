"""What the MVE kernels that run FULLY_CONNECTED share: it is a 1x1 convolution of one row."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.fully_connected_s8 import fully_connected_problems
from neurio_gen.compiler.kernels.kernel import ParameterBuilder, Site
from neurio_gen.compiler.kernels.mve.filter_bank import (
    Vectors,
    add_filter_bank,
    filter_problems,
    folded_bias,
    requantisation_problems,
)
from neurio_gen.compiler.kernels.requantisation import (
    Requantisation,
    bias_or_zeros,
    fully_connected_requantisation,
)


def _scaling(site: Site) -> Requantisation:
    return fully_connected_requantisation(site, site.input(0), site.input(1), site.output())


def fully_connected_vector_problems(site: Site) -> list[str]:
    """See `fully_connected_problems`; also a zero point, and what a filter bank cannot hold."""
    found = fully_connected_problems(site)
    if found:
        return found
    weights = site.input(1)
    assert weights.quantisation is not None
    if any(weights.quantisation.zero_points):
        found.append("its weights have a zero point other than 0")
    return found + filter_problems(site.input(1).shape[0]) + requantisation_problems(_scaling(site))


def add_fully_connected_filters(builder: ParameterBuilder, site: Site, count: int) -> None:
    """Append the fields of the filter bank, for calls of `count` input vectors."""
    weights = site.input(1)
    assert weights.data is not None
    scaling = _scaling(site)
    bias = folded_bias(bias_or_zeros(site, 2, weights.shape[0]), weights.data, scaling)
    vectors = Vectors(count, weights.shape[1])
    note = f"{weights.name} {weights.shape}"
    add_filter_bank(builder, weights.data, bias, scaling, vectors=vectors, note=note)
