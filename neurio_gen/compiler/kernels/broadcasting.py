"""What element-wise kernels of two inputs share: broadcast geometry and its checks."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import ParameterBuilder, Site
from neurio_gen.compiler.strides import WALK_AXES, broadcast_shape, broadcast_walk


def broadcast_problems(site: Site, dtype: DType, *, right: DType | None = None) -> list[str]:
    """Types, one scale each, and shapes that are broadcast to the output's.

    The second input is of the type `right`, of `dtype` without one.
    """
    left, other, output = site.input(0), site.input(1), site.output()
    found = checks.types(dtype, left=left, output=output)
    found += checks.types(right or dtype, right=other)
    found += checks.per_tensor(left=left, right=other, output=output)
    if broadcast_shape(left.shape, other.shape) != output.shape:
        shapes = f"{list(left.shape)} and {list(other.shape)}"
        found.append(f"its inputs {shapes} do not broadcast to {list(output.shape)}")
    elif len(broadcast_walk(left.shape, other.shape, output.shape).shape) > WALK_AXES:
        found.append(f"its inputs are broadcast along more than {WALK_AXES} axes")
    return found


def set_broadcast(builder: ParameterBuilder, site: Site, left: str, right: str) -> ParameterBuilder:
    """Append shape and strides; the strides' fields are named after the roles of the inputs."""
    walk = broadcast_walk(site.input(0).shape, site.input(1).shape, site.output().shape).padded()
    fields = {
        "shape": walk.shape,
        f"{left}_strides": walk.strides[0],
        f"{right}_strides": walk.strides[1],
    }
    return builder.set(**fields)


def in_place(site: Site) -> tuple[int, ...]:
    """The inputs that are not repeated, whose memory the output may take over."""
    return tuple(i for i in (0, 1) if site.input(i).shape == site.output().shape)
