// Whether all bools along axes are true.
#pragma once

#include "kernels/generic/reduction.h"

namespace neurio {

void reduce_all(const ExtremeParams& params, const bool* input, bool* output);

}  // namespace neurio
