"""The kernels whose loops are known: how often each goes round, from a call's parameters."""

from __future__ import annotations

from collections.abc import Callable

from neurio_gen.estimation import columns, copies, depthwise, fours, pools, winograd
from neurio_gen.estimation.windows import Loops, Numbers

LOOPS: dict[str, Callable[[Numbers], Loops]] = {
    "conv_1x1_s8": columns.conv_1x1_s8,
    "conv_2d_columns_s8": columns.conv_2d_columns_s8,
    "conv_2d_strip_s8": columns.conv_2d_strip_s8,
    "dense_row_s8": columns.dense_row_s8,
    "conv_1x1_fours_s8": fours.conv_1x1_fours_s8,
    "conv_2d_fours_s8": fours.conv_2d_fours_s8,
    "conv_2d_strip_fours_s8": fours.conv_2d_strip_fours_s8,
    "depthwise_conv_2d_3x3_s8": depthwise.depthwise_conv_2d_3x3_s8,
    "depthwise_conv_2d_3x3_fives_s8": depthwise.depthwise_conv_2d_3x3_fives_s8,
    "depthwise_conv_2d_taps_s8": depthwise.depthwise_conv_2d_taps_s8,
    "depthwise_conv_1d_s8": depthwise.depthwise_conv_1d_s8,
    "depthwise_conv_2d_s8": depthwise.depthwise_conv_2d_s8,
    "concatenation": copies.concatenation,
    "split": copies.split,
    "gather": copies.gather,
    "mapped_copy": copies.mapped_copy,
    "strided_copy": copies.strided_copy,
    "average_pool_2d_s8": pools.pool_2d_s8,
    "max_pool_2d_s8": pools.pool_2d_s8,
    "average_pool_2d_words_s8": pools.average_pool_2d_words_s8,
    **{name: winograd.winograd(form) for name, form in winograd.FORMS.items()},
}
"""By the kernel's name. All others are priced by products of their sizes: see features.py."""
