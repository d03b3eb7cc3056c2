// The largest int8 code along axes.
#pragma once

#include "kernels/generic/reduction.h"

namespace neurio {

void reduce_max_s8(const ExtremeParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
