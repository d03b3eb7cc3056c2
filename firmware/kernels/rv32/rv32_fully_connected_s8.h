// `fully_connected_s8` on scalar RISC-V cores: each load of an input serves four filters, and where
// there are several rows, each load of a weight serves up to four.
#pragma once

#include "kernels/generic/fully_connected_s8.h"

namespace neurio {

// Weights and biases as filter_blocks.h has them; the weights have no zero point.
void rv32_fully_connected_s8(const FullyConnectedParams& params, const int8_t* input,
                             int8_t* output);

}  // namespace neurio
