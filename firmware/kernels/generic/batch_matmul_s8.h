// Products of matrices, int8, batch by batch: BATCH_MATMUL, FULLY_CONNECTED of computed weights.
#pragma once

#include "kernels/generic/batch_matmul.h"

namespace neurio {

// Strides are in elements; that of an operand that is repeated along an axis is 0.
struct BatchMatmulParams {
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
    int32_t left_offset;  // minus the zero point
    int32_t right_offset;
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t output_offset;
    int32_t activation_min;
    int32_t activation_max;
    const int32_t* bias;  // [columns], or null
};

// `output` is [batches][rows][columns].
void batch_matmul_s8(const BatchMatmulParams& params, const int8_t* left, const int8_t* right,
                     int8_t* output);

}  // namespace neurio
