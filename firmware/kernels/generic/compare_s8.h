// Comparisons of int8_t.
#pragma once

#include "kernels/generic/compare.h"

namespace neurio {

void compare_s8(const CompareParams& params, const int8_t* left, const int8_t* right, bool* output);

}  // namespace neurio
