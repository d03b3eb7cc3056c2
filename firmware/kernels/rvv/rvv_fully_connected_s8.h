// `fully_connected_s8` on the RISC-V vector unit.
#pragma once

#include "kernels/generic/fully_connected_s8.h"

namespace neurio {

void rvv_fully_connected_s8(const FullyConnectedParams& params, const int8_t* input,
                            int8_t* output);

}  // namespace neurio
