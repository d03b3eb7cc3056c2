// SVDF with a state of int16.
#pragma once

#include "kernels/generic/svdf.h"

namespace neurio {

using SvdfS16Params = SvdfParams<int16_t>;

void svdf_s16(const SvdfS16Params& params, const int8_t* input, int16_t* state, int8_t* output);

}  // namespace neurio
