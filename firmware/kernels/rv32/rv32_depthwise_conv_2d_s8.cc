#include "kernels/rv32/rv32_depthwise_conv_2d_s8.h"

#include "kernels/common/window.h"
#include "kernels/rv32/scale.h"

namespace neurio {
namespace {

// What is under the kernel at one place: where it begins, and how far apart rows and columns are.
struct Window {
    const int8_t* pixels;
    const int8_t* weights;
    int32_t rows;
    int32_t columns;
    int32_t pixel_row;  // bytes
    int32_t pixel_column;
    int32_t weight_row;
    int32_t channels;  // bytes from a column's weights to the next's
};

constexpr int32_t kTogether = 8;

#define NEURIO_CHANNEL(i)                 \
    "lb %[value], " #i                    \
    "(%[pixel])\n"                        \
    "lb %[factor], " #i                   \
    "(%[weight])\n"                       \
    "add %[value], %[value], %[offset]\n" \
    "mul %[value], %[value], %[factor]\n" \
    "add %[s" #i "], %[s" #i "], %[value]\n"

// sums[i] += weights * (inputs + offset) of the taps of a row, `count` of them and at least one, in
// assembly, as compilers do not keep the sums in registers.
inline void add_row(const int8_t* pixel, const int8_t* weight, int32_t count, int32_t pixel_step,
                    int32_t weight_step, int32_t offset, int32_t (&sums)[kTogether]) {
    int32_t value;
    int32_t factor;
    __asm volatile("1:\n" NEURIO_CHANNEL(0) NEURIO_CHANNEL(1) NEURIO_CHANNEL(2) NEURIO_CHANNEL(3)
                       NEURIO_CHANNEL(4) NEURIO_CHANNEL(5) NEURIO_CHANNEL(6) NEURIO_CHANNEL(7)
                   "addi %[count], %[count], -1\n"
                   "add %[pixel], %[pixel], %[pixel_step]\n"
                   "add %[weight], %[weight], %[weight_step]\n"
                   "bnez %[count], 1b\n"
                   : [s0] "+r"(sums[0]), [s1] "+r"(sums[1]), [s2] "+r"(sums[2]),
                     [s3] "+r"(sums[3]), [s4] "+r"(sums[4]), [s5] "+r"(sums[5]),
                     [s6] "+r"(sums[6]), [s7] "+r"(sums[7]), [pixel] "+r"(pixel),
                     [weight] "+r"(weight), [count] "+r"(count), [value] "=&r"(value),
                     [factor] "=&r"(factor)
                   : [pixel_step] "r"(pixel_step), [weight_step] "r"(weight_step),
                     [offset] "r"(offset)
                   : "memory");
}

inline void add_row(const int8_t* pixel, const int8_t* weight, int32_t count, int32_t pixel_step,
                    int32_t weight_step, int32_t offset, int32_t (&sums)[1]) {
    for (int32_t column = 0; column < count; ++column) {
        sums[0] += *weight * (*pixel + offset);
        pixel += pixel_step;
        weight += weight_step;
    }
}

template <bool kRectified, int32_t kCount>
inline void channels_of_place(const DepthwiseConv2dParams& p, const Codes& codes, const Window& w,
                              int32_t channel, int8_t* output) {
    int32_t sums[kCount];
#pragma GCC unroll 8
    for (int32_t i = 0; i < kCount; ++i) sums[i] = p.bias[channel + i];
    const int8_t* pixels = w.pixels + channel;
    const int8_t* weights = w.weights + channel;
    for (int32_t rows = w.columns > 0 ? w.rows : 0; rows != 0; --rows) {
        add_row(pixels, weights, w.columns, w.pixel_column, w.channels, p.input_offset, sums);
        pixels += w.pixel_row;
        weights += w.weight_row;
    }
#pragma GCC unroll 8
    for (int32_t i = 0; i < kCount; ++i) {
        const Scale scale = scale_of(p.multipliers[channel + i], p.shifts[channel + i]);
        output[channel + i] = scale.shift < 0 ? shifted_code<kRectified>(sums[i], scale, codes)
                                              : code_of(sums[i], scale, codes);
    }
}

template <bool kRectified>
void place_of_codes(const DepthwiseConv2dParams& p, const Codes& codes, const Window& window,
                    int8_t* output) {
    int32_t channel = 0;
    for (; channel + kTogether <= p.input_channels; channel += kTogether) {
        channels_of_place<kRectified, kTogether>(p, codes, window, channel, output);
    }
    for (; channel < p.input_channels; ++channel) {
        channels_of_place<kRectified, 1>(p, codes, window, channel, output);
    }
}

}  // namespace

void rv32_depthwise_conv_2d_s8(const DepthwiseConv2dParams& params, const int8_t* input,
                               int8_t* output) {
    const DepthwiseConv2dParams p = params;
    const int32_t channels = p.input_channels;
    const Codes codes = {p.output_offset, p.activation_min, p.activation_max};
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, p.dilation_height, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, p.dilation_width, p.input_width);
            const int32_t in_y = top + rows.begin * p.dilation_height;
            const int32_t in_x = left + columns.begin * p.dilation_width;
            const Window window = {
                input + (in_y * p.input_width + in_x) * channels,
                p.weights + (rows.begin * p.kernel_width + columns.begin) * channels,
                rows.end - rows.begin,
                columns.end - columns.begin,
                p.dilation_height * p.input_width * channels,
                p.dilation_width * channels,
                p.kernel_width * channels,
                channels};
            if (codes.rectified()) {
                place_of_codes<true>(p, codes, window, output);
            } else {
                place_of_codes<false>(p, codes, window, output);
            }
            output += channels;
        }
    }
}

}  // namespace neurio
