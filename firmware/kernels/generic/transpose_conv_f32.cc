#include "kernels/generic/transpose_conv_f32.h"

#include "kernels/common/float_products.h"
#include "kernels/common/transposed_window.h"

namespace neurio {
namespace {

// The pixel of the output at a place, which is its position plus the padding.
void convolve(const TransposeConvF32Params& p, int32_t top, int32_t left, const float* input,
              float* output) {
    const int32_t depth = p.input_channels;
    const Sources rows = sources_of(top, p.kernel_height, p.stride_height, p.input_height);
    const Sources columns = sources_of(left, p.kernel_width, p.stride_width, p.input_width);
    for_each_block(p.output_channels, [&](int32_t first, auto block) {
        const float* weights = p.weights + first * p.kernel_height * p.kernel_width * depth;
        float sums[1][block.kCount] = {};
        for (int32_t y = rows.begin; y < rows.end; ++y) {
            const int32_t ky = top - y * p.stride_height;
            for (int32_t x = columns.begin; x < columns.end; ++x) {
                const int32_t tap = ky * p.kernel_width + left - x * p.stride_width;
                const float* const pixel[] = {input + (y * p.input_width + x) * depth};
                add_products(pixel, weights + tap * depth * block.kCount, depth, sums);
            }
        }
        store(sums[0], p.bias + first, p.activation_min, p.activation_max, output + first);
    });
}

}  // namespace

void transpose_conv_f32(const TransposeConvF32Params& params, const float* input, float* output) {
    const TransposeConvF32Params p = params;
    for (int32_t y = 0; y < p.output_height; ++y) {
        for (int32_t x = 0; x < p.output_width; ++x) {
            convolve(p, y + p.pad_top, x + p.pad_left, input, output);
            output += p.output_channels;
        }
    }
}

}  // namespace neurio
