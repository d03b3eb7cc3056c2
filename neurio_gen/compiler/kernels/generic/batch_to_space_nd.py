"""BATCH_TO_SPACE_ND, int8 and float32, of three or four axes."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.space_to_batch_nd import (
    block_and_borders,
    image_size,
    spatial_problems,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class BatchToSpaceNd(Kernel):
    """A copy, pixel by pixel."""

    name = "batch_to_space_nd"
    limits = "int8 and float32, constant geometry, 3 or 4 axes"

    def problems(self, site: Site) -> list[str]:
        """Geometry."""
        return spatial_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Sizes."""
        source, output = site.input(0), site.output()
        rows, columns, top, left = block_and_borders(site)
        height, width = image_size(output)
        in_height, in_width = image_size(source)
        return (
            ParameterBuilder(site, "BatchToSpaceParams")
            .set(
                batches=output.shape[0],
                height=height,
                width=width,
                rows=in_height,
                columns=in_width,
                block_height=rows,
                block_width=columns,
                crop_top=top,
                crop_left=left,
                bytes=source.shape[-1] * source.dtype.itemsize,
            )
            .lowering()
        )
