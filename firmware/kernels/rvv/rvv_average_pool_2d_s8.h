// `average_pool_2d_s8` on the RISC-V vector unit.
#pragma once

#include "kernels/generic/pool_2d.h"

namespace neurio {

void rvv_average_pool_2d_s8(const Pool2dParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
