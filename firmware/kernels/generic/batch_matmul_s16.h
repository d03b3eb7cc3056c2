// Products of matrices, int16, batch by batch, symmetric.
#pragma once

#include "kernels/generic/batch_matmul.h"

namespace neurio {

// Strides are in elements; that of an operand that is repeated along an axis is 0.
struct BatchMatmulS16Params {
    int32_t batches[kBatchAxes];
    int32_t left_batch_strides[kBatchAxes];
    int32_t right_batch_strides[kBatchAxes];
    int32_t rows;
    int32_t depth;
    int32_t columns;
    int32_t left_row_stride;
    int32_t left_depth_stride;
    int32_t right_depth_stride;
    int32_t right_column_stride;
    int32_t output_multiplier;  // of 15 bits
    int32_t output_shift;       // to the right
};

// `output` is [batches][rows][columns].
void batch_matmul_s16(const BatchMatmulS16Params& params, const int16_t* left, const int16_t* right,
                      int16_t* output);

}  // namespace neurio
