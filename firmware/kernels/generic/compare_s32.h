// Comparisons of int32_t.
#pragma once

#include "kernels/generic/compare.h"

namespace neurio {

void compare_s32(const CompareParams& params, const int32_t* left, const int32_t* right,
                 bool* output);

}  // namespace neurio
