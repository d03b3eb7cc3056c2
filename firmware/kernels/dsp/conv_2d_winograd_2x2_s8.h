// 2-D convolution of 3x3 with stride 1, one group, by tiles of 2x2 outputs: 16 products instead of
// 36, and less scratch memory than tiles of 4x4. See winograd.h.
#pragma once

#include <stdint.h>

#include "kernels/dsp/winograd.h"

namespace neurio {

// Measured on a Cortex-M4, all included, instructions a MAC of the convolution: 32 channels to 32,
// 16x16: 0.85; 64 to 64, 8x8: 0.73.
//
// scratch: as winograd.h says.
void conv_2d_winograd_2x2_s8(const WinogradParams& params, const int8_t* input, int8_t* output,
                             int8_t* scratch);

}  // namespace neurio
