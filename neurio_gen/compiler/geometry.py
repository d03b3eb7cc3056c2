"""Windows that slide over images: output sizes and padding as TensorFlow defines them."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.compiler.kernels.kernel import Site


@dataclass(frozen=True)
class Window:
    """A kernel window over one axis: `size` taps, `dilation` apart, moving by `stride`.

    `pad` is the number of positions before the first element of the axis.
    """

    size: int
    stride: int
    dilation: int
    pad: int

    @property
    def reach(self) -> int:
        """Positions from the first tap to the last, both counted."""
        return (self.size - 1) * self.dilation + 1


def same_padding(length: int, output: int, size: int, stride: int, dilation: int) -> int:
    """Positions to pad before an axis for `SAME`; the odd one of an uneven total comes after."""
    reach = (size - 1) * dilation + 1
    return max((output - 1) * stride + reach - length, 0) // 2


def window(site: Site, axis: str, length: int, output: int, size: int) -> Window:
    """The window of a convolution or pooling along `axis` ("h" or "w").

    `length` and `output` are the axis' sizes before and after, `size` the number of taps. An
    explicit `pad_top` or `pad_left`, set where a PAD was fused, replaces the rule of the option.
    Raises ValueError for a stride or dilation below 1: such a window never moves.
    """
    stride = int(site.option(f"stride_{axis}", 1))
    dilation = int(site.option(f"dilation_{axis}_factor", 1))
    if stride < 1 or dilation < 1:
        raise ValueError(f"a window has the stride {stride} and the dilation {dilation}")
    explicit = site.option("pad_top" if axis == "h" else "pad_left")
    if explicit is not None:
        pad = int(explicit)
    elif site.option("padding") == "SAME":
        pad = same_padding(length, output, size, stride, dilation)
    else:
        pad = 0
    return Window(size, stride, dilation, pad)
