#include "kernels/generic/batch_matmul_f32.h"

#include "kernels/common/float_products.h"

namespace neurio {
namespace {

template <int kColumns>
void multiply_columns(const BatchMatmulF32Params& p, const float* left, const float* right,
                      int32_t column, float* output) {
    float sums[kColumns] = {};
    right += column * p.right_column_stride;
    for (int32_t i = 0; i < p.depth; ++i) {
        const float value = *left;
        unrolled<kColumns>([&](int k) { sums[k] += value * right[k * p.right_column_stride]; });
        left += p.left_depth_stride;
        right += p.right_depth_stride;
    }
    unrolled<kColumns>([&](int k) {
        const float sum = p.bias == nullptr ? sums[k] : sums[k] + p.bias[column + k];
        output[column + k] = clamp(sum, p.activation_min, p.activation_max);
    });
}

}  // namespace

void batch_matmul_f32(const BatchMatmulF32Params& params, const float* left, const float* right,
                      float* output) {
    const BatchMatmulF32Params& p = params;
    for_each_batch(p, left, right, [&p, &output](const float* first, const float* second) {
        for (int32_t row = 0; row < p.rows; ++row) {
            int32_t column = 0;
            for (; column + 4 <= p.columns; column += 4) {
                multiply_columns<4>(p, first, second, column, output);
            }
            for (; column < p.columns; ++column) {
                multiply_columns<1>(p, first, second, column, output);
            }
            first += p.left_row_stride;
            output += p.columns;
        }
    });
}

}  // namespace neurio
