// SVDF with a state of int8.
#pragma once

#include "kernels/generic/svdf.h"

namespace neurio {

using SvdfS8Params = SvdfParams<int8_t>;

void svdf_s8(const SvdfS8Params& params, const int8_t* input, int8_t* state, int8_t* output);

}  // namespace neurio
