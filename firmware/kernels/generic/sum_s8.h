// Sums or means of int8 elements along axes.
#pragma once

#include "kernels/generic/sum.h"

namespace neurio {

void sum_s8(const SumParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
