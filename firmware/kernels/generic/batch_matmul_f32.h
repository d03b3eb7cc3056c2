// Products of matrices, float32, batch by batch: BATCH_MATMUL, FULLY_CONNECTED of computed weights.
#pragma once

#include "kernels/generic/batch_matmul.h"

namespace neurio {

// Strides are in elements; that of an operand that is repeated along an axis is 0.
struct BatchMatmulF32Params {
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
    float activation_min;
    float activation_max;
    const float* bias;  // [columns], or null
};

// `output` is [batches][rows][columns].
void batch_matmul_f32(const BatchMatmulF32Params& params, const float* left, const float* right,
                      float* output);

}  // namespace neurio
