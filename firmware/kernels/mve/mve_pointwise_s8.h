// Fully connected layers and 1x1 convolutions without padding, int8, with MVE: the input's pixels
// are the vectors of mve_dot_products_s8, which costs all but the instructions of the call.
#pragma once

#include <stdint.h>

#include "kernels/mve/mve_dot_narrow.h"
#include "kernels/mve/mve_dot_products_s8.h"

namespace neurio {

struct MvePointwiseParams {
    MveFilterBank bank;  // 16 * steps is the depth
    int32_t rows;
    int32_t columns;
    int32_t row_pitch;     // bytes of input from one row of the output to the next
    int32_t column_pitch;  // bytes of input from one vector to the next
};

// output: [rows][columns][bank.filters]. Input and output do not overlap.
void mve_pointwise_s8(const MvePointwiseParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
