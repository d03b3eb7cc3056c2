// Fully connected layer, float32, with MVE.
#pragma once

#include "kernels/generic/fully_connected_f32.h"

namespace neurio {

// As fully_connected_f32, but rounded once a product.
void mve_fully_connected_f32(const FullyConnectedF32Params& params, const float* input,
                             float* output);

}  // namespace neurio
