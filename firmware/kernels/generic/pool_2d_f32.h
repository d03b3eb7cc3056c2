// What average and maximum pooling of float32 share.
#pragma once

#include <stdint.h>

#include "kernels/common/unrolled.h"
#include "kernels/common/window.h"

namespace neurio {

struct Pool2dF32Params {
    int32_t input_height;
    int32_t input_width;
    int32_t channels;
    int32_t output_height;
    int32_t output_width;
    int32_t kernel_height;
    int32_t kernel_width;
    int32_t stride_height;
    int32_t stride_width;
    int32_t pad_top;
    int32_t pad_left;
    float activation_min;
    float activation_max;
};

// The part of a window that lies inside: `rows` by `columns` pixels from `first` on.
struct PoolWindow {
    const float* first;
    int32_t rows;
    int32_t columns;
};

// Calls pool(window, output) for each pixel of the output.
template <typename Pool>
inline void for_each_window(const Pool2dF32Params& p, const float* input, float* output,
                            Pool&& pool) {
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, 1, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, 1, p.input_width);
            const int32_t first = (top + rows.begin) * p.input_width + left + columns.begin;
            pool(PoolWindow{input + first * p.channels, rows.end - rows.begin,
                            columns.end - columns.begin},
                 output);
            output += p.channels;
        }
    }
}

// reduced[i] = combine(reduced[i], element) of `kChannels` channels from `channel` on, for all
// pixels of a window, row by row.
template <int kChannels, typename Combine>
inline void reduce(const Pool2dF32Params& p, const PoolWindow& window, int32_t channel,
                   float (&reduced)[kChannels], Combine&& combine) {
    for (int32_t y = 0; y < window.rows; ++y) {
        const float* values = window.first + y * p.input_width * p.channels + channel;
        for (int32_t x = 0; x < window.columns; ++x) {
            unrolled<kChannels>([&](int i) { reduced[i] = combine(reduced[i], values[i]); });
            values += p.channels;
        }
    }
}

}  // namespace neurio
