"""CONV_2D of 3x3 and stride 1 on the DSP extension, by tiles of 4x4 outputs."""

from __future__ import annotations

from neurio_gen.compiler.kernels.dsp.winograd import Form, Points, Rates
from neurio_gen.compiler.kernels.dsp.winograd_kernel import WinogradKernel

FORM = Form(
    stride=1,
    outputs=4,
    rows=6,
    points=(Points(36, phases=1),),
    loops="4x4",
    weight_words=72,
    odd_factor=9,
    free_bits=6,
    instructions=Rates(
        weights=133,
        columns=94,
        rows=257,
        outputs=(340, 377),
        step=14,
        group=9,
        point=10,
        turn=8,
        span=230,
    ),
    cycles=Rates(
        weights=143,
        columns=124,
        rows=310,
        outputs=(391, 429),
        step=16,
        group=21,
        point=18,
        turn=11,
        span=330,
    ),
)


class Conv2dWinograd4x4S8(WinogradKernel):
    """A quarter of the products; weights are transformed as they are used."""

    name = "conv_2d_winograd_4x4_s8"
    form = FORM
