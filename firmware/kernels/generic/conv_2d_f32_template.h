// 2-D convolution, float32, around the inner loops of a CPU.
#pragma once

#include "kernels/common/float_products.h"
#include "kernels/common/window.h"
#include "kernels/generic/conv_2d_f32.h"

namespace neurio {

// Neighbouring pixels of an output row that see the same taps: all those inside, or one at a
// border. `input` and `output` are those of a group.
template <typename Loops>
struct Conv2dF32Strip {
    const Conv2dF32Params& p;
    int32_t top;
    int32_t left;
    Taps rows;
    Taps columns;
    const float* input;
    float* output;

    int32_t depth() const { return p.input_channels / p.groups; }
    int32_t filters() const { return p.output_channels / p.groups; }

    template <int kPixels>
    void convolve(const float* weights, const float* bias) const {
        const int32_t taps = p.kernel_height * p.kernel_width;
        for_each_block(filters(), [&](int32_t first, auto block) {
            float sums[kPixels][block.kCount] = {};
            add_taps(weights + first * taps * depth(), sums);
            for (int pixel = 0; pixel < kPixels; ++pixel) {
                Loops::store(sums[pixel], bias + first, p.activation_min, p.activation_max,
                             output + pixel * p.output_channels + first);
            }
        });
    }

    // The taps of a row are one stretch of elements where all channels are taken, undilated.
    template <int kPixels, int kFilters>
    void add_taps(const float* weights, float (&sums)[kPixels][kFilters]) const {
        const bool joined = p.dilation_width == 1 && p.groups == 1;
        const int32_t step = joined ? columns.end - columns.begin : 1;
        const int32_t count = step * depth();
        for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
            const float* row =
                input + (top + ky * p.dilation_height) * p.input_width * p.input_channels;
            for (int32_t kx = columns.begin; kx < columns.end; kx += step) {
                const float* first = row + (left + kx * p.dilation_width) * p.input_channels;
                const float* pixels[kPixels];
                for (int pixel = 0; pixel < kPixels; ++pixel) {
                    pixels[pixel] = first + pixel * p.stride_width * p.input_channels;
                }
                const int32_t tap = ky * p.kernel_width + kx;
                Loops::add_products(pixels, weights + tap * depth() * kFilters, count, sums);
            }
        }
    }
};

// All pixels of one output row of a group.
template <typename Loops>
inline void convolve_row(const Conv2dF32Params& p, int32_t y, const float* input,
                         const float* weights, const float* bias, float* output) {
    const int32_t top = y * p.stride_height - p.pad_top;
    const Taps rows = taps_inside(top, p.kernel_height, p.dilation_height, p.input_height);
    const auto columns_at = [&p](int32_t x) {
        return taps_inside(x * p.stride_width - p.pad_left, p.kernel_width, p.dilation_width,
                           p.input_width);
    };
    for (int32_t x = 0; x < p.output_width;) {
        const Taps columns = columns_at(x);
        const Taps last = x + 3 < p.output_width ? columns_at(x + 3) : Taps{0, 0};
        const bool four = columns.begin == 0 && last.begin == 0 && columns.end == p.kernel_width &&
                          last.end == p.kernel_width;
        const Conv2dF32Strip<Loops> strip{p,       top,   x * p.stride_width - p.pad_left, rows,
                                          columns, input, output + x * p.output_channels};
        if (four) {
            strip.template convolve<4>(weights, bias);
            x += 4;
        } else {
            strip.template convolve<1>(weights, bias);
            ++x;
        }
    }
}

template <typename Loops>
inline void conv_2d_f32_with(const Conv2dF32Params& params, const float* input, float* output) {
    const Conv2dF32Params p = params;
    const int32_t depth = p.input_channels / p.groups, filters = p.output_channels / p.groups;
    const int32_t weights = filters * p.kernel_height * p.kernel_width * depth;
    for (int32_t y = 0; y < p.output_height; ++y) {
        for (int32_t group = 0; group < p.groups; ++group) {
            convolve_row<Loops>(p, y, input + group * depth, p.weights + group * weights,
                                p.bias + group * filters, output + group * filters);
        }
        output += p.output_width * p.output_channels;
    }
}

}  // namespace neurio
