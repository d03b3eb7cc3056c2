// Comparisons of bools.
#pragma once

#include "kernels/generic/compare.h"

namespace neurio {

void compare_bool(const CompareParams& params, const bool* left, const bool* right, bool* output);

}  // namespace neurio
