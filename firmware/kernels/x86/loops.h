// The loops of levels.h around the vectors of a level. NEURIO_X86_LEVEL and NEURIO_X86_TARGET say
// which one, and the level's vectors are included before.
#pragma once

#include <string.h>

#include "kernels/common/requantise.h"
#include "kernels/common/window.h"
#include "kernels/x86/levels.h"

namespace neurio {
namespace NEURIO_X86_LEVEL {
namespace {

constexpr int32_t kLanes = 16;

NEURIO_X86_INLINE int32_t four_bytes(const uint8_t* from) {
    int32_t bytes;
    memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

// A tile: pixels that lie side by side, by blocks of filters from `block`.
template <int32_t pixels, int32_t blocks>
NEURIO_X86_TARGET void convolve_tile(const X86Conv2dParams& p, const uint8_t* input, int32_t block,
                                     int8_t* output) {
    const int32_t step = p.stride_width * p.input_channels;
    const int32_t row_step = p.dilation_height * p.padded_width * p.input_channels;
    const int32_t block_bytes = p.kernel_height * p.run * 4 * kLanes;
    const int8_t* weights = p.weights + block * block_bytes;
    Vector sums[pixels][blocks];
    for (int32_t j = 0; j < blocks; ++j) {
        Vector bias;
        load(bias, p.bias + (block + j) * kLanes);
        for (int32_t i = 0; i < pixels; ++i) sums[i][j] = bias;
    }
    for (int32_t ky = 0; ky < p.kernel_height; ++ky) {
        const uint8_t* taps = input + ky * row_step;
        for (int32_t k = 0; k < p.run; ++k) {
            Vector w[blocks];
            for (int32_t j = 0; j < blocks; ++j) load(w[j], weights + j * block_bytes);
            for (int32_t i = 0; i < pixels; ++i) {
                const int32_t bytes = four_bytes(taps + i * step);
                for (int32_t j = 0; j < blocks; ++j) add_four_products(sums[i][j], bytes, w[j]);
            }
            taps += 4;
            weights += 4 * kLanes;
        }
    }
    // A copy, since Clang keeps in memory whatever the loops below, which it does not unroll,
    // change.
    Vector codes[pixels][blocks];
    for (int32_t i = 0; i < pixels; ++i) {
        for (int32_t j = 0; j < blocks; ++j) codes[i][j] = sums[i][j];
    }
    for (int32_t j = 0; j < blocks; ++j) {
        const int32_t first = (block + j) * kLanes;
        Scale factors;
        load_scale(factors, p.multipliers + first, p.exponents + first);
        for (int32_t i = 0; i < pixels; ++i) {
            scale(codes[i][j], factors);
            store_codes(codes[i][j], p.output_offset, p.activation_min, p.activation_max,
                        output + i * p.filters + first, p.filters - first);
        }
    }
}

template <int32_t pixels, int32_t most_blocks>
NEURIO_X86_TARGET void convolve_pixels(const X86Conv2dParams& p, const uint8_t* input,
                                       int8_t* output) {
    int32_t block = 0;
    for (; block + most_blocks <= p.blocks; block += most_blocks) {
        convolve_tile<pixels, most_blocks>(p, input, block, output);
    }
    for (; block < p.blocks; ++block) convolve_tile<pixels, 1>(p, input, block, output);
}

// Windows of a size that is known, or of any where it is 0.
template <int32_t known_height, int32_t known_width>
NEURIO_X86_TARGET void convolve_channels(const X86DepthwiseConv2dParams& p, const int8_t* padded,
                                         int32_t block, int8_t* output) {
    const int32_t height = known_height > 0 ? known_height : p.kernel_height;
    const int32_t width = known_width > 0 ? known_width : p.kernel_width;
    const int32_t column = p.dilation_width * p.channels;
    const int32_t row = p.dilation_height * p.padded_width * p.channels;
    const int32_t first = block * kLanes;
    const int8_t* const weights = p.weights + first * p.kernel_height * p.kernel_width;
    Vector bias;
    Scale factors;
    load(bias, p.bias + first);
    load_scale(factors, p.multipliers + first, p.exponents + first);
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int8_t* window = padded + y * p.stride_height * p.padded_width * p.channels + first;
        int8_t* to = output + y * p.output_width * p.channels + first;
        for (int32_t x = 0; x < p.output_width; ++x) {
            Vector sums = bias;
            for (int32_t ky = 0; ky < height; ++ky) {
                for (int32_t kx = 0; kx < width; ++kx) {
                    Vector w, codes;
                    load_codes(w, weights + (ky * width + kx) * kLanes);
                    load_codes(codes, window + ky * row + kx * column);
                    add_products(sums, codes, w);
                }
            }
            scale(sums, factors);
            store_codes(sums, p.output_offset, p.activation_min, p.activation_max, to,
                        p.channels - first);
            window += p.stride_width * p.channels;
            to += p.channels;
        }
    }
}

}  // namespace

NEURIO_X86_TARGET void convolve(const X86Conv2dParams& p, const uint8_t* padded, int8_t* output) {
    constexpr int32_t kFew = 4;
    const int32_t step = p.stride_width * p.input_channels;
    for (int32_t y = 0; y < p.output_height; ++y) {
        const uint8_t* const row = padded + y * p.stride_height * p.padded_width * p.input_channels;
        int8_t* const to = output + y * p.output_width * p.filters;
        for (int32_t x = 0; x < p.output_width;) {
            // The last pixels of a row come together, though some may have been there before.
            const int32_t left = p.output_width - x;
            if (left > kFew && p.output_width >= kPixels) {
                if (left < kPixels) x = p.output_width - kPixels;
                convolve_pixels<kPixels, kBlocks>(p, row + x * step, to + x * p.filters);
                x += kPixels;
            } else if (p.output_width >= kFew) {
                if (left < kFew) x = p.output_width - kFew;
                convolve_pixels<kFew, kBlocks>(p, row + x * step, to + x * p.filters);
                x += kFew;
            } else {
                convolve_pixels<1, kBlocksOfOne>(p, row + x * step, to + x * p.filters);
                x += 1;
            }
        }
    }
}

NEURIO_X86_TARGET void convolve_depthwise(const X86DepthwiseConv2dParams& p, const int8_t* padded,
                                          int8_t* output) {
    const bool usual = p.kernel_height == 3 && p.kernel_width == 3;
    for (int32_t block = 0; block * kLanes < p.channels; ++block) {
        if (usual) {
            convolve_channels<3, 3>(p, padded, block, output);
        } else {
            convolve_channels<0, 0>(p, padded, block, output);
        }
    }
}

NEURIO_X86_TARGET void average(const Pool2dParams& p, const int8_t* input, int8_t* output) {
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, 1, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x, output += p.channels) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, 1, p.input_width);
            const int32_t count = (rows.end - rows.begin) * (columns.end - columns.begin);
            for (int32_t channel = 0; channel < p.channels; channel += kLanes) {
                // The last channels come together, though some may have been there before.
                const int32_t last = p.channels - kLanes;
                const int32_t first = channel < last ? channel : last;
                Vector sums;
                fill(sums, 0);
                for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
                    const int32_t pixel = (top + ky) * p.input_width + left;
                    for (int32_t kx = columns.begin; kx < columns.end; ++kx) {
                        Vector codes;
                        load_codes(codes, input + (pixel + kx) * p.channels + first);
                        add(sums, codes);
                    }
                }
                int32_t all[kLanes];
                store(sums, all);
                for (int32_t i = 0; i < kLanes; ++i) {
                    const int32_t half = all[i] > 0 ? count / 2 : -(count / 2);
                    const int32_t mean = (all[i] + half) / count;
                    output[first + i] =
                        static_cast<int8_t>(clamp(mean, p.activation_min, p.activation_max));
                }
            }
        }
    }
}

NEURIO_X86_TARGET void add(const X86LinearSumParams& p, const int8_t* left, const int8_t* right,
                           int8_t* output) {
    Vector a, b, constant;
    fill(a, p.left);
    fill(b, p.right);
    fill(constant, p.constant + (1 << (p.fraction_bits - 1)));
    for (int32_t i = 0; i < p.elements; i += kLanes) {
        const int32_t count = p.elements - i;
        int8_t rest[2][kLanes] = {};
        if (count < kLanes) {
            memcpy(rest[0], left + i, static_cast<size_t>(count));
            memcpy(rest[1], right + i, static_cast<size_t>(count));
        }
        Vector x, y, sums = constant;
        load_codes(x, count < kLanes ? rest[0] : left + i);
        load_codes(y, count < kLanes ? rest[1] : right + i);
        add_products(sums, x, a);
        add_products(sums, y, b);
        shift_right(sums, p.fraction_bits);
        store_codes(sums, 0, INT8_MIN, INT8_MAX, output + i, count);
    }
}

}  // namespace NEURIO_X86_LEVEL
}  // namespace neurio
