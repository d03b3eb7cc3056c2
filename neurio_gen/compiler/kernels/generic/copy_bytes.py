"""RESHAPE and its like where a view is not enough: from a model input to a model output."""

from __future__ import annotations

from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class CopyBytes(Kernel):
    """A copy of any type."""

    name = "copy_bytes"
    reads_constants = (0,)

    def problems(self, site: Site) -> list[str]:
        """Both sides have the same size."""
        source, output = site.input(0), site.output()
        if source.nbytes == output.nbytes:
            return []
        return [f"it makes {output.nbytes} bytes of {source.nbytes}"]

    def lower(self, site: Site) -> Lowering:
        """The number of bytes."""
        return ParameterBuilder(site, "CopyParams").set(bytes=site.output().nbytes).lowering()
