// The smallest element along axes, float32.
#pragma once

#include "kernels/generic/reduction.h"

namespace neurio {

void reduce_min_f32(const ExtremeParams& params, const float* input, float* output);

}  // namespace neurio
