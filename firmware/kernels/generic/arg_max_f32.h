// Where along an axis the largest or smallest float32 is; the first of equals.
#pragma once

#include "kernels/generic/arg_max.h"

namespace neurio {

// input: [outer][size][inner]; output: [outer][inner], positions along the axis.
void arg_max_f32(const ArgMaxParams& params, const float* input, int32_t* output);

}  // namespace neurio
