// `average_pool_2d_s8` on x86-64: 16 channels at a time.
#pragma once

#include "kernels/generic/pool_2d.h"

namespace neurio {

// At least 16 channels.
void x86_average_pool_2d_s8(const Pool2dParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
