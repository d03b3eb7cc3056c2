"""CONV_2D of 3x3 and stride 1 on the DSP extension, by tiles of 2x2 outputs."""

from __future__ import annotations

from neurio_gen.compiler.kernels.dsp.winograd import Form, Points, Rates
from neurio_gen.compiler.kernels.dsp.winograd_kernel import WinogradKernel

FORM = Form(
    stride=1,
    outputs=2,
    rows=4,
    points=(Points(16, phases=1),),
    loops="2x2",
    weight_words=32,
    odd_factor=1,
    free_bits=2,
    instructions=Rates(
        weights=106,
        columns=32,
        rows=74,
        outputs=(201, 212),
        step=14,
        group=9,
        point=10,
        turn=8,
        span=230,
    ),
    cycles=Rates(
        weights=141,
        columns=43,
        rows=105,
        outputs=(290, 299),
        step=16,
        group=21,
        point=18,
        turn=11,
        span=330,
    ),
)


class Conv2dWinograd2x2S8(WinogradKernel):
    """16 products instead of 36; weights are transformed as they are used."""

    name = "conv_2d_winograd_2x2_s8"
    form = FORM
