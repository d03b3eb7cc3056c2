#include "kernels/generic/transpose_conv_s8.h"

#include "kernels/common/requantise.h"
#include "kernels/common/transposed_window.h"

namespace neurio {

void transpose_conv_s8(const TransposeConvParams& params, const int8_t* input, int8_t* output) {
    const TransposeConvParams p = params;
    const int32_t depth = p.input_channels;
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y + p.pad_top;
        const Sources rows = sources_of(top, p.kernel_height, p.stride_height, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x + p.pad_left;
            const Sources columns = sources_of(left, p.kernel_width, p.stride_width, p.input_width);
            for (int32_t channel = 0; channel < p.output_channels; ++channel) {
                const int8_t* filter =
                    p.weights + channel * p.kernel_height * p.kernel_width * depth;
                int32_t sum = p.bias[channel];
                for (int32_t in_y = rows.begin; in_y < rows.end; ++in_y) {
                    const int32_t ky = top - in_y * p.stride_height;
                    for (int32_t in_x = columns.begin; in_x < columns.end; ++in_x) {
                        const int32_t kx = left - in_x * p.stride_width;
                        const int8_t* pixel = input + (in_y * p.input_width + in_x) * depth;
                        const int8_t* tap = filter + (ky * p.kernel_width + kx) * depth;
                        for (int32_t i = 0; i < depth; ++i) {
                            sum += tap[i] * (pixel[i] + p.input_offset);
                        }
                    }
                }
                const int32_t scaled =
                    multiply_by_quantised(sum, p.multipliers[channel], p.shifts[channel]);
                const int32_t code = add_offset(scaled, p.output_offset);
                *output++ = static_cast<int8_t>(clamp(code, p.activation_min, p.activation_max));
            }
        }
    }
}

}  // namespace neurio
