"""SPACE_TO_BATCH_ND, int8 and float32, of three or four axes."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


def spatial_problems(site: Site) -> list[str]:
    """Constant geometry of one or two image axes, of the types that TFLite Micro has."""
    source, output = site.input(0), site.output()
    found = checks.types(source.dtype, output=output)
    found += checks.rank(source, (3, 4), "input")
    found += checks.constant(block=site.input(1), borders=site.input(2))
    if source.dtype not in (DType.INT8, DType.FLOAT32):
        found.append(f"its input is {source.dtype.value}, supported are int8 and float32")
    if not found and site.input(1).elements != len(source.shape) - 2:
        found.append(f"its block has {site.input(1).elements} axes")
    return found


def image_size(tensor: Tensor) -> tuple[int, int]:
    """Height and width, which is 1 where there are three axes."""
    return (tensor.shape[1], tensor.shape[2] if len(tensor.shape) == 4 else 1)


def block_and_borders(site: Site) -> tuple[int, int, int, int]:
    """The block's height and width; what is added or cut at the top and at the left."""
    block, borders = site.input(1).data, site.input(2).data
    assert block is not None and borders is not None
    sizes, starts = block.ravel().tolist(), borders.reshape(-1, 2)[:, 0].tolist()
    return sizes[0], *(sizes[1:] or [1]), starts[0], *(starts[1:] or [0])


class SpaceToBatchNd(Kernel):
    """A copy, phase by phase."""

    name = "space_to_batch_nd"
    limits = "int8 and float32, constant geometry, 3 or 4 axes; padded with the code 0"

    def problems(self, site: Site) -> list[str]:
        """Geometry."""
        return spatial_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Sizes. TFLite Micro never sets the code that it pads with: it is what memory holds, 0."""
        source, output = site.input(0), site.output()
        rows, columns, top, left = block_and_borders(site)
        height, width = image_size(source)
        out_height, out_width = image_size(output)
        return (
            ParameterBuilder(site, "SpaceToBatchParams")
            .set(
                batches=source.shape[0],
                height=height,
                width=width,
                rows=out_height,
                columns=out_width,
                block_height=rows,
                block_width=columns,
                pad_top=top,
                pad_left=left,
                bytes=source.shape[-1] * source.dtype.itemsize,
                padding=0,
            )
            .lowering()
        )
