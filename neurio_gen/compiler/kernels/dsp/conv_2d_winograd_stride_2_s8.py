"""CONV_2D of 3x3 and stride 2 on the DSP extension, by tiles of 4x4 outputs."""

from __future__ import annotations

from neurio_gen.compiler.kernels.dsp.winograd import Form, Points, Rates
from neurio_gen.compiler.kernels.dsp.winograd_kernel import WinogradKernel

FORM = Form(
    stride=2,
    outputs=4,
    rows=9,
    points=(Points(16, phases=4), Points(8, phases=2), Points(1, phases=1)),
    loops="2x2",
    weight_words=6 * 32,
    odd_factor=9,
    free_bits=2,
    instructions=Rates(
        weights=146,
        columns=135,
        rows=645,
        outputs=(296, 336),
        step=14,
        group=9,
        point=10,
        turn=8,
        span=230,
    ),
    cycles=Rates(
        weights=157,
        columns=168,
        rows=833,
        outputs=(348, 392),
        step=16,
        group=21,
        point=18,
        turn=11,
        span=330,
    ),
)


class Conv2dWinogradStride2S8(WinogradKernel):
    """81 products instead of 144; weights are transformed as they are used."""

    name = "conv_2d_winograd_stride_2_s8"
    form = FORM
