// The windows of a pooling layer, one after the other.
#pragma once

#include "kernels/common/window.h"
#include "kernels/generic/pool_2d.h"

namespace neurio {

// Calls `pool(first, rows, columns, output)` for each window: its first pixel inside the image, and
// how many rows and columns of it lie there.
template <class Pool>
void each_window(const Pool2dParams& p, const int8_t* input, int8_t* output, const Pool& pool) {
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, 1, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, 1, p.input_width);
            const int32_t pixel = (top + rows.begin) * p.input_width + left + columns.begin;
            pool(input + pixel * p.channels, rows.end - rows.begin, columns.end - columns.begin,
                 output);
            output += p.channels;
        }
    }
}

}  // namespace neurio
