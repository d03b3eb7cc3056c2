// The transforms of F(4x4, 3x3): tiles of 4x4 outputs, 36 points. Winograd.h says how they are
// called.
//
//       1  0  0       4  0 -5  0  1  0        6  4  4  1  1  0
//       1  1  1       0  4  4 -1 -1  0        0  2 -2  1 -1  0   x 2
//   G = 1 -1  1   B^T = 0 -4  4  1 -1  0   A^T = 0  1  1  1  1  0   x 4
//       1  2  4       0 -2 -1  2  1  0        0  1 -1  2 -2  6   x 4
//       1 -2  4       0  2 -1 -2  1  0
//       0  0  1       0  4  0 -5  0  1
//
// Two passes give 576 times the sum; |transformed weight| <= 6272, |transformed input| <= 12800.
#pragma once

#include <stdint.h>

#include "kernels/dsp/winograd.h"

namespace neurio {

void winograd_4x4_columns(const int8_t* const* rows, int32_t step, int32_t count, uint32_t* planes,
                          int32_t plane_words);
void winograd_4x4_rows(const uint32_t* plane, int32_t tiles, const TransformedTiles& to);
void winograd_4x4_weights(const uint32_t* weights, const uint32_t* weights_end,
                          uint32_t* transformed);
void winograd_4x4_outputs_one_sided(const int32_t* sums, const uint32_t* requantisation,
                                    int8_t* output, const TileOutputs* tiles);
void winograd_4x4_outputs_two_sided(const int32_t* sums, const uint32_t* requantisation,
                                    int8_t* output, const TileOutputs* tiles);

}  // namespace neurio
