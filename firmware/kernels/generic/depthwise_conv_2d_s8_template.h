// Depthwise 2-D convolution, int8, around the inner loops of a CPU.
#pragma once

#include "kernels/common/window.h"
#include "kernels/generic/depthwise_conv_2d_s8.h"

namespace neurio {

// Output channels whose accumulators are kept at once.
constexpr int32_t kDepthwiseBlock = 32;

// sums[i] += weights[i] * (value + offset), where `multiplier` channels share an input; `channel`
// is the first of them.
inline void add_shared_products(const int8_t* values, int32_t offset, const int8_t* weights,
                                int32_t channel, int32_t multiplier, int32_t count, int32_t* sums) {
    for (int32_t i = 0; i < count; ++i) {
        sums[i] += weights[i] * (values[(channel + i) / multiplier] + offset);
    }
}

template <class Loops>
void depthwise_conv_2d_s8_by(const DepthwiseConv2dParams& params, const int8_t* input,
                             int8_t* output) {
    const DepthwiseConv2dParams p = params;
    const int32_t channels = p.input_channels * p.depth_multiplier;

    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, p.dilation_height, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, p.dilation_width, p.input_width);
            for (int32_t channel = 0; channel < channels; channel += kDepthwiseBlock) {
                const int32_t count =
                    channels - channel < kDepthwiseBlock ? channels - channel : kDepthwiseBlock;
                int32_t sums[kDepthwiseBlock];
                for (int32_t i = 0; i < count; ++i) sums[i] = p.bias[channel + i];
                for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
                    const int32_t in_y = top + ky * p.dilation_height;
                    for (int32_t kx = columns.begin; kx < columns.end; ++kx) {
                        const int32_t in_x = left + kx * p.dilation_width;
                        const int8_t* pixel =
                            input + (in_y * p.input_width + in_x) * p.input_channels;
                        const int8_t* weights =
                            p.weights + (ky * p.kernel_width + kx) * channels + channel;
                        if (p.depth_multiplier == 1) {
                            Loops::add_products(pixel + channel, p.input_offset, weights, count,
                                                sums);
                        } else {
                            add_shared_products(pixel, p.input_offset, weights, channel,
                                                p.depth_multiplier, count, sums);
                        }
                    }
                }
                Loops::requantise_channels(sums, count, p.multipliers + channel, p.shifts + channel,
                                           p.output_offset, p.activation_min, p.activation_max,
                                           output);
                output += count;
            }
        }
    }
}

}  // namespace neurio
