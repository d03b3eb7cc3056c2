"""How `filter_blocks.h` has weights and biases: blocks of four filters, interleaved."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

BLOCK = 4


def interleave(filters: npt.NDArray[Any], groups: int = 1) -> npt.NDArray[Any]:
    """[filters][depth] as [blocks of all groups][depth][4]; the last of a group is filled up."""
    filters = filters.reshape(filters.shape[0], -1)
    blocks = []
    for group in np.split(filters, groups):
        missing = -len(group) % BLOCK
        whole = np.pad(group, ((0, missing), (0, 0)))
        blocks.append(whole.reshape(-1, BLOCK, filters.shape[1]).transpose(0, 2, 1))
    return np.ascontiguousarray(np.concatenate(blocks))


def fold_offset(
    bias: npt.NDArray[Any], filters: npt.NDArray[Any], input_offset: int
) -> npt.NDArray[Any]:
    """Biases that take the input's zero point off, modulo 2^32 as the kernels add."""
    sums = filters.reshape(filters.shape[0], -1).astype(np.int64).sum(axis=1)
    folded = bias.astype(np.int64) + input_offset * sums
    low_words: npt.NDArray[Any] = folded.astype(np.uint64).astype(np.uint32).view(np.int32)
    return low_words
