#include "kernels/generic/conv_2d_s16.h"

#include "kernels/common/requantise.h"
#include "kernels/common/requantise_s16.h"
#include "kernels/common/window.h"

namespace neurio {

void conv_2d_s16(const Conv2dS16Params& params, const int16_t* input, int16_t* output) {
    const Conv2dS16Params p = params;
    const int32_t depth = p.input_channels / p.groups;
    const int32_t filters_a_group = p.output_channels / p.groups;
    const int32_t filter_bytes = p.kernel_height * p.kernel_width * depth;

    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, p.dilation_height, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, p.dilation_width, p.input_width);
            for (int32_t channel = 0; channel < p.output_channels; ++channel) {
                const int32_t first = channel / filters_a_group * depth;
                const int8_t* filter = p.weights + channel * filter_bytes;
                int64_t sum = p.bias[channel];
                for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
                    const int32_t in_y = top + ky * p.dilation_height;
                    for (int32_t kx = columns.begin; kx < columns.end; ++kx) {
                        const int32_t in_x = left + kx * p.dilation_width;
                        const int16_t* pixel =
                            input + (in_y * p.input_width + in_x) * p.input_channels + first;
                        const int8_t* tap = filter + (ky * p.kernel_width + kx) * depth;
                        for (int32_t i = 0; i < depth; ++i) {
                            sum += tap[i] * pixel[i];
                        }
                    }
                }
                const int32_t code =
                    multiply_by_short(sum, p.multipliers[channel], p.shifts[channel]);
                *output++ = static_cast<int16_t>(clamp(code, p.activation_min, p.activation_max));
            }
        }
    }
}

}  // namespace neurio
