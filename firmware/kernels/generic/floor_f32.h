// Rounded down, float32.
#pragma once

#include "kernels/generic/map_f32.h"

namespace neurio {

// `output` may be the input.
void floor_f32(const MapF32Params& params, const float* input, float* output);

}  // namespace neurio
