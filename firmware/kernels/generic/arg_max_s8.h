// Where along an axis the largest or smallest int8 code is; the first of equals.
#pragma once

#include "kernels/generic/arg_max.h"

namespace neurio {

// input: [outer][size][inner]; output: [outer][inner], positions along the axis.
void arg_max_s8(const ArgMaxParams& params, const int8_t* input, int32_t* output);

}  // namespace neurio
