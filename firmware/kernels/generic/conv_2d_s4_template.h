// 2-D convolution with weights of four bits, around the inner loops of a CPU.
#pragma once

#include "kernels/generic/conv_2d_s4.h"
#include "kernels/generic/conv_2d_s8_template.h"

namespace neurio {

// Loops::add_packed_products(inputs, filters, length, count, sums) adds to the sums of `count`
// packed filters, one behind the other, their dot products with the inputs: `length` numbers each.
template <class Loops>
void conv_2d_s4_by(const Conv2dS4Params& params, const int8_t* input, int8_t* output,
                   int8_t* scratch) {
    const Conv2dParams p = params.layer;
    const int32_t depth = p.input_channels / p.groups;
    const int32_t filters_a_group = p.output_channels / p.groups;
    const int32_t patch_size = p.kernel_height * p.kernel_width * depth;
    const int32_t bytes = params.length / 2;
    int16_t* patch = reinterpret_cast<int16_t*>(scratch);
    fill_zeros(patch + patch_size, params.length - patch_size);

    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, p.dilation_width, p.input_width);
            for (int32_t group = 0; group < p.groups; ++group) {
                gather_patch<Loops>(p, input + group * depth, depth, top, left, columns, patch);
                const int32_t end = (group + 1) * filters_a_group;
                for (int32_t first = group * filters_a_group, count; first < end; first += count) {
                    count = end - first < kConvolutionBlock ? end - first : kConvolutionBlock;
                    int32_t sums[kConvolutionBlock];
                    for (int32_t i = 0; i < count; ++i) sums[i] = p.bias[first + i];
                    Loops::add_packed_products(patch, params.packed + first * bytes, params.length,
                                               count, sums);
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
