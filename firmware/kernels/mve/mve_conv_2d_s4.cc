#include "kernels/mve/mve_conv_2d_s4.h"

#include <arm_mve.h>
#include <string.h>

#include "kernels/common/requantise.h"
#include "kernels/common/window.h"

namespace neurio {
namespace {

// Output channels whose accumulators are kept at once.
constexpr int32_t kBlock = 32;
constexpr int32_t kLanes = 16;

// A code in the upper half of a byte is worth 16 times itself: so are the sums.
constexpr int32_t kWorth = 4;

// The inputs under the kernel at one place, in the order of a filter's weights. Outside the image
// they are the zero point, whose product the bias already takes off.
void gather_window(const Conv2dParams& p, const int8_t* input, int32_t depth, int32_t top,
                   int32_t left, const Taps& columns, int8_t* window) {
    const int32_t zero_point = -p.input_offset;
    for (int32_t ky = 0; ky < p.kernel_height; ++ky) {
        const int32_t y = top + ky * p.dilation_height;
        const bool inside = y >= 0 && y < p.input_height;
        if (!inside || columns.begin != 0 || columns.end != p.kernel_width) {
            memset(window, zero_point, static_cast<size_t>(p.kernel_width * depth));
        }
        for (int32_t kx = columns.begin; inside && kx < columns.end; ++kx) {
            const int32_t x = left + kx * p.dilation_width;
            memcpy(window + kx * depth, input + (y * p.input_width + x) * p.input_channels,
                   static_cast<size_t>(depth));
        }
        window += p.kernel_width * depth;
    }
}

// Two filters share the loads of the inputs; the second one may be the first again.
inline void add_products(const int8_t* inputs, const uint8_t* first, const uint8_t* second,
                         int32_t length, int32_t* sums) {
    int32_t a = 0, b = 0;
    for (int32_t i = 0; i < length; i += 2 * kLanes) {
        const int8x16_t low = vld1q_s8(inputs + i);
        const int8x16_t high = vld1q_s8(inputs + i + kLanes);
        const uint8x16_t codes = vld1q_u8(first + i / 2);
        const uint8x16_t others = vld1q_u8(second + i / 2);
        const uint8x16_t upper = vdupq_n_u8(0xF0);
        a = vmladavaq_s8(a, low, vreinterpretq_s8_u8(vshlq_n_u8(codes, 4)));
        a = vmladavaq_s8(a, high, vreinterpretq_s8_u8(vandq_u8(codes, upper)));
        b = vmladavaq_s8(b, low, vreinterpretq_s8_u8(vshlq_n_u8(others, 4)));
        b = vmladavaq_s8(b, high, vreinterpretq_s8_u8(vandq_u8(others, upper)));
    }
    sums[0] += a >> kWorth;
    if (first != second) sums[1] += b >> kWorth;
}

}  // namespace

void mve_conv_2d_s4(const Conv2dS4Params& params, const int8_t* input, int8_t* output,
                    int8_t* scratch) {
    const Conv2dParams p = params.layer;
    const int32_t depth = p.input_channels / p.groups;
    const int32_t filters_a_group = p.output_channels / p.groups;
    const int32_t bytes = params.length / 2;
    const int32_t used = p.kernel_height * p.kernel_width * depth;
    memset(scratch + used, 0, static_cast<size_t>(params.length - used));

    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, p.dilation_width, p.input_width);
            for (int32_t group = 0; group < p.groups; ++group) {
                gather_window(p, input + group * depth, depth, top, left, columns, scratch);
                const int32_t end = (group + 1) * filters_a_group;
                for (int32_t first = group * filters_a_group, count; first < end; first += count) {
                    count = end - first < kBlock ? end - first : kBlock;
                    int32_t sums[kBlock];
                    for (int32_t i = 0; i < count; ++i) sums[i] = p.bias[first + i];
                    for (int32_t i = 0; i < count; i += 2) {
                        const uint8_t* filter = params.packed + (first + i) * bytes;
                        const uint8_t* next = i + 1 < count ? filter + bytes : filter;
                        add_products(scratch, filter, next, params.length, sums + i);
                    }
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
