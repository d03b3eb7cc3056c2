// Comparisons of float.
#pragma once

#include "kernels/generic/compare.h"

namespace neurio {

void compare_f32(const CompareParams& params, const float* left, const float* right, bool* output);

}  // namespace neurio
