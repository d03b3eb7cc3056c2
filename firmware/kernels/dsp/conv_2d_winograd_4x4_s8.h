// 2-D convolution of 3x3 with stride 1, one group, by tiles of 4x4 outputs: a quarter of the
// products. See winograd.h.
#pragma once

#include <stdint.h>

#include "kernels/dsp/winograd.h"

namespace neurio {

// Measured on a Cortex-M4, all included, instructions a MAC of the convolution: 16 channels to 16,
// 32x32: 0.53; 32 to 32, 16x16: 0.43; 64 to 64, 8x8: 0.42. conv_2d_columns_s8 takes 0.88, 0.80 and
// 0.76.
//
// scratch: as winograd.h says; 25 KB for the first two, 29 KB for the third.
void conv_2d_winograd_4x4_s8(const WinogradParams& params, const int8_t* input, int8_t* output,
                             int8_t* scratch);

}  // namespace neurio
