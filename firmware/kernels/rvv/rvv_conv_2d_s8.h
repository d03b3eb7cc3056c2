// `conv_2d_s8` on the RISC-V vector unit.
#pragma once

#include "kernels/generic/conv_2d_s8.h"

namespace neurio {

void rvv_conv_2d_s8(const Conv2dParams& params, const int8_t* input, int8_t* output,
                    int8_t* scratch);

}  // namespace neurio
