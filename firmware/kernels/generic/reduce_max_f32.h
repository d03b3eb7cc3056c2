// The largest element along axes, float32.
#pragma once

#include "kernels/generic/reduction.h"

namespace neurio {

void reduce_max_f32(const ExtremeParams& params, const float* input, float* output);

}  // namespace neurio
