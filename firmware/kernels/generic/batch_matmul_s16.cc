#include "kernels/generic/batch_matmul_s16.h"

#include "kernels/common/requantise.h"
#include "kernels/common/requantise_s16.h"

namespace neurio {
namespace {

int64_t dot_product(const BatchMatmulS16Params& p, const int16_t* left, const int16_t* right) {
    int64_t sum = 0;
    for (int32_t i = 0; i < p.depth; ++i) {
        sum += *left * *right;
        left += p.left_depth_stride;
        right += p.right_depth_stride;
    }
    return sum;
}

int16_t* multiply_matrices(const BatchMatmulS16Params& p, const int16_t* left, const int16_t* right,
                           int16_t* output) {
    for (int32_t row = 0; row < p.rows; ++row) {
        for (int32_t column = 0; column < p.columns; ++column) {
            const int64_t sum = dot_product(p, left, right + column * p.right_column_stride);
            const int32_t code = multiply_by_short(sum, p.output_multiplier, p.output_shift);
            *output++ = static_cast<int16_t>(clamp(code, INT16_MIN, INT16_MAX));
        }
        left += p.left_row_stride;
    }
    return output;
}

}  // namespace

void batch_matmul_s16(const BatchMatmulS16Params& params, const int16_t* left, const int16_t* right,
                      int16_t* output) {
    const BatchMatmulS16Params& p = params;
    for_each_batch(p, left, right, [&p, &output](const int16_t* first, const int16_t* second) {
        output = multiply_matrices(p, first, second, output);
    });
}

}  // namespace neurio
