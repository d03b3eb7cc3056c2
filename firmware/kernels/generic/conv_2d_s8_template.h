// 2-D convolution, int8, around the inner loops of a CPU.
#pragma once

#include "kernels/common/window.h"
#include "kernels/generic/conv_2d_s8.h"

namespace neurio {

// Output channels whose accumulators are kept at once.
constexpr int32_t kConvolutionBlock = 32;

inline int16_t* fill_zeros(int16_t* patch, int32_t count) {
    for (int32_t i = 0; i < count; ++i) patch[i] = 0;
    return patch + count;
}

// The inputs under the kernel at one place, widened, in the order of a filter's weights: one long
// dot product a filter is all that is left then. Outside the image they are 0, as if padded with
// the zero point.
template <class Loops>
void gather_patch(const Conv2dParams& p, const int8_t* input, int32_t depth, int32_t top,
                  int32_t left, const Taps& columns, int16_t* patch) {
    // Neighbouring taps lie side by side in memory unless dilation or groups separate them.
    const int32_t taps = columns.end - columns.begin;
    const bool side_by_side = p.dilation_width == 1 && p.groups == 1;
    const int32_t runs = side_by_side ? (taps > 0 ? 1 : 0) : taps;
    const int32_t length = side_by_side ? taps * depth : depth;
    for (int32_t ky = 0; ky < p.kernel_height; ++ky) {
        const int32_t y = top + ky * p.dilation_height;
        if (y < 0 || y >= p.input_height) {
            patch = fill_zeros(patch, p.kernel_width * depth);
            continue;
        }
        patch = fill_zeros(patch, columns.begin * depth);
        for (int32_t run = 0; run < runs; ++run) {
            const int32_t x = left + (columns.begin + run) * p.dilation_width;
            const int8_t* pixel = input + (y * p.input_width + x) * p.input_channels;
            Loops::widen(pixel, p.input_offset, length, patch);
            patch += length;
        }
        patch = fill_zeros(patch, (p.kernel_width - columns.end) * depth);
    }
}

template <class Loops>
void conv_2d_s8_by(const Conv2dParams& params, const int8_t* input, int8_t* output,
                   int8_t* scratch) {
    const Conv2dParams p = params;
    const int32_t depth = p.input_channels / p.groups;
    const int32_t filters_a_group = p.output_channels / p.groups;
    const int32_t patch_size = p.kernel_height * p.kernel_width * depth;
    int16_t* patch = reinterpret_cast<int16_t*>(scratch);

    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, p.dilation_width, p.input_width);
            for (int32_t group = 0; group < p.groups; ++group) {
                gather_patch<Loops>(p, input + group * depth, depth, top, left, columns, patch);
                const int32_t end = (group + 1) * filters_a_group;
                for (int32_t first = group * filters_a_group; first < end;
                     first += kConvolutionBlock) {
                    const int32_t count =
                        end - first < kConvolutionBlock ? end - first : kConvolutionBlock;
                    int32_t sums[kConvolutionBlock];
                    for (int32_t i = 0; i < count; ++i) sums[i] = p.bias[first + i];
                    Loops::add_dot_products(patch, p.weights + first * patch_size, patch_size,
                                            patch_size, sums, count);
                    Loops::requantise_channels(sums, count, p.multipliers + first, p.shifts + first,
                                               p.output_offset, p.activation_min, p.activation_max,
                                               output);
                    output += count;
                }
            }
        }
    }
}

}  // namespace neurio
