#include "kernels/generic/conv_2d_s8.h"

#include "kernels/common/dot_products.h"
#include "kernels/common/requantise.h"
#include "kernels/common/window.h"

namespace neurio {
namespace {

// Output channels whose accumulators are kept at once.
constexpr int32_t kBlock = 32;

// The part of the input under the kernel for one output pixel.
struct Patch {
    const Conv2dParams& p;
    int32_t top;
    int32_t left;
    Taps rows;
    Taps columns;
};

// Adds to `sums` what `count` filters see of a patch. `pixels` and `filters` begin at the first
// channel of their group.
void accumulate(const Patch& patch, const int8_t* pixels, const int8_t* filters, int32_t count,
                int32_t* sums) {
    const Conv2dParams& p = patch.p;
    const int32_t depth = p.input_channels / p.groups;
    const int32_t filter_bytes = p.kernel_height * p.kernel_width * depth;
    // Neighbouring taps lie side by side in memory unless dilation or groups separate them.
    const bool side_by_side = p.dilation_width == 1 && p.groups == 1;
    const int32_t taps = patch.columns.end - patch.columns.begin;
    const int32_t runs = side_by_side ? (taps > 0 ? 1 : 0) : taps;
    const int32_t length = side_by_side ? taps * depth : depth;
    for (int32_t ky = patch.rows.begin; ky < patch.rows.end; ++ky) {
        const int32_t y = patch.top + ky * p.dilation_height;
        for (int32_t run = 0; run < runs; ++run) {
            const int32_t kx = patch.columns.begin + run;
            const int32_t x = patch.left + kx * p.dilation_width;
            add_dot_products(pixels + (y * p.input_width + x) * p.input_channels, p.input_offset,
                             filters + (ky * p.kernel_width + kx) * depth, filter_bytes, length,
                             sums, count);
        }
    }
}

}  // namespace

void conv_2d_s8(const Conv2dParams& params, const int8_t* input, int8_t* output) {
    const Conv2dParams p = params;
    const int32_t depth = p.input_channels / p.groups;
    const int32_t filters_a_group = p.output_channels / p.groups;
    const int32_t filter_bytes = p.kernel_height * p.kernel_width * depth;

    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, p.dilation_height, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, p.dilation_width, p.input_width);
            const Patch patch{p, top, left, rows, columns};
            for (int32_t group = 0; group < p.groups; ++group) {
                const int32_t end = (group + 1) * filters_a_group;
                for (int32_t first = group * filters_a_group; first < end; first += kBlock) {
                    const int32_t count = end - first < kBlock ? end - first : kBlock;
                    int32_t sums[kBlock];
                    for (int32_t i = 0; i < count; ++i) sums[i] = p.bias[first + i];
                    accumulate(patch, input + group * depth, p.weights + first * filter_bytes,
                               count, sums);
                    requantise_channels(sums, count, p.multipliers + first, p.shifts + first,
                                        p.output_offset, p.activation_min, p.activation_max,
                                        output);
                    output += count;
                }
            }
        }
    }
}

}  // namespace neurio
