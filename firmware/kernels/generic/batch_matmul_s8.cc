#include "kernels/generic/batch_matmul_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {
namespace {

int32_t dot_product(const BatchMatmulParams& p, const int8_t* left, const int8_t* right) {
    int32_t sum = 0;
    for (int32_t i = 0; i < p.depth; ++i) {
        sum += (*left + p.left_offset) * (*right + p.right_offset);
        left += p.left_depth_stride;
        right += p.right_depth_stride;
    }
    return sum;
}

int8_t* multiply_matrices(const BatchMatmulParams& p, const int8_t* left, const int8_t* right,
                          int8_t* output) {
    for (int32_t row = 0; row < p.rows; ++row) {
        for (int32_t column = 0; column < p.columns; ++column) {
            const int32_t bias = p.bias == nullptr ? 0 : p.bias[column];
            const int32_t sum = dot_product(p, left, right + column * p.right_column_stride) + bias;
            const int32_t product = multiply_by_quantised(sum, p.output_multiplier, p.output_shift);
            const int32_t code = add_offset(product, p.output_offset);
            *output++ = static_cast<int8_t>(clamp(code, p.activation_min, p.activation_max));
        }
        left += p.left_row_stride;
    }
    return output;
}

}  // namespace

void batch_matmul_s8(const BatchMatmulParams& params, const int8_t* left, const int8_t* right,
                     int8_t* output) {
    const BatchMatmulParams& p = params;
    for_each_batch(p, left, right, [&p, &output](const int8_t* first, const int8_t* second) {
        output = multiply_matrices(p, first, second, output);
    });
}

}  // namespace neurio
