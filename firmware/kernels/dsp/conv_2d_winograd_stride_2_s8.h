// 2-D convolution of 3x3 with stride 2, one group, by tiles of 4x4 outputs: 81 products instead of
// 144. See winograd.h and winograd_stride_2.h.
#pragma once

#include <stdint.h>

#include "kernels/dsp/winograd.h"

namespace neurio {

// Measured on a Cortex-M4, all included, instructions a MAC of the convolution: 16 channels to 32,
// to 16x16: 0.86; 32 to 64, to 8x8: 0.79.
//
// scratch: as winograd.h says; 29 KB and 34 KB.
void conv_2d_winograd_stride_2_s8(const WinogradParams& params, const int8_t* input, int8_t* output,
                                  int8_t* scratch);

}  // namespace neurio
