// Sums or means of int16 elements along axes.
#pragma once

#include "kernels/generic/sum.h"

namespace neurio {

void sum_s16(const SumParams& params, const int16_t* input, int16_t* output);

}  // namespace neurio
