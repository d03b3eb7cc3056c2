// The transforms of 3x3 with stride 2 by F(4x4, 2x2): tiles of 4x4 outputs. Winograd.h says how
// they are called.
//
// Rows of inputs are of two phases: a window's rows 0 and 2 lie in one, its row 1 in the other. So
// a convolution with stride 2 is the sum of two with stride 1, of two taps and of one, and in two
// dimensions of four. All are transformed at the same points:
//
//       1  0         2 -1 -2  1  0        3  3  1  1  0
//       1  1         0  2  1 -1  0        0  3 -1  2  0
//   G = 1 -1   B^T = 0 -2  3 -1  0   A^T = 0  3  1  4  0
//       1  2         0 -1  0  1  0        0  3 -1  8  6
//       0  1         0  2 -1 -2  1
//
// A single tap is zero at the last point, which needs no product. 81 products are left of 144:
// 16 points of four phases, 8 at the edge (4 of the last row, 4 of the last column) of two, one in
// the corner. Two passes give 36 times the sum; |transformed weight| <= 1152, |transformed input|
// <= 4608.
#pragma once

#include <stdint.h>

#include "kernels/dsp/winograd.h"

namespace neurio {

void winograd_stride_2_columns(const int8_t* const* rows, int32_t step, int32_t count,
                               uint32_t* planes, int32_t plane_words);
void winograd_stride_2_rows(const uint32_t* plane, int32_t tiles, const TransformedTiles& to);
void winograd_stride_2_weights(const uint32_t* weights, const uint32_t* weights_end,
                               uint32_t* transformed);
void winograd_stride_2_outputs_one_sided(const int32_t* sums, const uint32_t* requantisation,
                                         int8_t* output, const TileOutputs* tiles);
void winograd_stride_2_outputs_two_sided(const int32_t* sums, const uint32_t* requantisation,
                                         int8_t* output, const TileOutputs* tiles);

}  // namespace neurio
