// Depthwise 2-D convolution, float32, around the inner loops of a CPU.
#pragma once

#include "kernels/common/float_products.h"
#include "kernels/common/window.h"
#include "kernels/generic/depthwise_conv_2d_f32.h"

namespace neurio {

// One output pixel: the taps that lie inside, and where the first of them is.
template <typename Loops>
struct DepthwiseF32Pixel {
    const DepthwiseConv2dF32Params& p;
    Taps rows;
    Taps columns;
    const float* input;  // the tap at row 0, column 0, which may lie outside
    float* output;

    // Adds up `kChannels` neighbouring output channels; `kStep` is 1 where each has its own input
    // channel, 0 where all see the same one.
    template <int kChannels, int kStep>
    void convolve(int32_t channel, int32_t source) const {
        const int32_t channels = p.input_channels * p.depth_multiplier;
        float sums[kChannels] = {};
        for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
            const int32_t row = ky * p.dilation_height * p.input_width;
            const float* weights =
                p.weights + (ky * p.kernel_width + columns.begin) * channels + channel;
            const float* values =
                input + (row + columns.begin * p.dilation_width) * p.input_channels + source;
            Loops::template add_taps<kChannels, kStep>(values, p.dilation_width * p.input_channels,
                                                       weights, channels,
                                                       columns.end - columns.begin, sums);
        }
        Loops::store(sums, p.bias + channel, p.activation_min, p.activation_max, output + channel);
    }

    void each_its_own() const {
        int32_t channel = 0;
        for (; channel + 8 <= p.input_channels; channel += 8) convolve<8, 1>(channel, channel);
        for (; channel < p.input_channels; ++channel) convolve<1, 1>(channel, channel);
    }

    void several_of_one() const {
        for (int32_t source = 0; source < p.input_channels; ++source) {
            const int32_t first = source * p.depth_multiplier;
            int32_t i = 0;
            for (; i + 8 <= p.depth_multiplier; i += 8) convolve<8, 0>(first + i, source);
            for (; i < p.depth_multiplier; ++i) convolve<1, 0>(first + i, source);
        }
    }
};

template <typename Loops>
inline void depthwise_conv_2d_f32_with(const DepthwiseConv2dF32Params& params, const float* input,
                                       float* output) {
    const DepthwiseConv2dF32Params p = params;
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, p.dilation_height, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, p.dilation_width, p.input_width);
            const float* first = input + (top * p.input_width + left) * p.input_channels;
            const DepthwiseF32Pixel<Loops> pixel{p, rows, columns, first, output};
            if (p.depth_multiplier == 1) {
                pixel.each_its_own();
            } else {
                pixel.several_of_one();
            }
            output += p.input_channels * p.depth_multiplier;
        }
    }
}

}  // namespace neurio
