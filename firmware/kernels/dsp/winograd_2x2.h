// The transforms of F(2x2, 3x3): tiles of 2x2 outputs, 16 points. Winograd.h says how they are
// called.
//
//       2  0  0         1  0 -1  0
//   G = 1  1  1   B^T = 0  1  1  0   A^T = 1  1  1  0
//       1 -1  1         0 -1  1  0         0  1 -1 -1
//       0  0  2         0  1  0 -1
//
// Two passes give 4 times the sum; |transformed weight| <= 1152, |transformed input| <= 512.
#pragma once

#include <stdint.h>

#include "kernels/dsp/winograd.h"

namespace neurio {

void winograd_2x2_columns(const int8_t* const* rows, int32_t step, int32_t count, uint32_t* planes,
                          int32_t plane_words);
void winograd_2x2_rows(const uint32_t* plane, int32_t tiles, const TransformedTiles& to);
void winograd_2x2_weights(const uint32_t* weights, const uint32_t* weights_end,
                          uint32_t* transformed);
void winograd_2x2_outputs_one_sided(const int32_t* sums, const uint32_t* requantisation,
                                    int8_t* output, const TileOutputs* tiles);
void winograd_2x2_outputs_two_sided(const int32_t* sums, const uint32_t* requantisation,
                                    int8_t* output, const TileOutputs* tiles);

}  // namespace neurio
