#include "kernels/rv32/rv32_conv_2d_s8.h"

#include <string.h>

#include "kernels/common/window.h"
#include "kernels/rv32/filter_blocks.h"

namespace neurio {
namespace {

// The inputs under the kernel at one place, in the order of a filter's weights. Outside the image
// they are the zero point, whose product the bias already takes off.
void gather_window(const Conv2dParams& p, const int8_t* input, int32_t depth, int32_t place,
                   int8_t* window) {
    const int32_t zero_point = -p.input_offset;
    const int32_t y = place / p.output_width;
    const int32_t top = y * p.stride_height - p.pad_top;
    const int32_t left = (place - y * p.output_width) * p.stride_width - p.pad_left;
    const Taps columns = taps_inside(left, p.kernel_width, p.dilation_width, p.input_width);
    // neighbouring taps lie side by side in memory unless dilation or groups separate them
    const bool side_by_side = p.dilation_width == 1 && p.groups == 1;
    for (int32_t ky = 0; ky < p.kernel_height; ++ky) {
        const int32_t in_y = top + ky * p.dilation_height;
        const bool inside = in_y >= 0 && in_y < p.input_height && columns.begin < columns.end;
        if (!inside || columns.begin != 0 || columns.end != p.kernel_width) {
            memset(window, zero_point, static_cast<size_t>(p.kernel_width * depth));
        }
        const int8_t* row =
            input +
            (in_y * p.input_width + left + columns.begin * p.dilation_width) * p.input_channels;
        int8_t* to = window + columns.begin * depth;
        if (inside && side_by_side) {
            memcpy(to, row, static_cast<size_t>((columns.end - columns.begin) * depth));
        } else if (inside) {
            for (int32_t kx = columns.begin; kx < columns.end; ++kx) {
                memcpy(to, row, static_cast<size_t>(depth));
                row += p.dilation_width * p.input_channels;
                to += depth;
            }
        }
        window += p.kernel_width * depth;
    }
}

// Whether the window of a place is a pixel of the input, and the next place's the next pixel.
bool is_pointwise(const Conv2dParams& p) {
    return p.kernel_height * p.kernel_width == 1 && p.groups == 1 &&
           p.output_width == p.input_width && p.output_height == p.input_height;
}

}  // namespace

void rv32_conv_2d_s8(const Conv2dParams& params, const int8_t* input, int8_t* output,
                     int8_t* scratch) {
    const Conv2dParams p = params;
    const int32_t depth = p.input_channels / p.groups;
    const int32_t filters = p.output_channels / p.groups;
    const int32_t window = p.kernel_height * p.kernel_width * depth;
    const int32_t blocks = (filters + kBlockFilters - 1) / kBlockFilters;
    const int32_t places = p.output_height * p.output_width;
    const bool pointwise = is_pointwise(p);
    for (int32_t place = 0; place < places; place += kBlockRows) {
        const int32_t rows = places - place < kBlockRows ? places - place : kBlockRows;
        for (int32_t group = 0; group < p.groups; ++group) {
            for (int32_t row = 0; row < rows && !pointwise; ++row) {
                gather_window(p, input + group * depth, depth, place + row, scratch + row * window);
            }
            const int32_t first = group * filters;
            filter_blocks({window, filters, p.weights + group * blocks * window * kBlockFilters,
                           p.bias + first, p.multipliers + first, p.shifts + first, 1,
                           p.output_offset, p.activation_min, p.activation_max},
                          pointwise ? input + place * depth : scratch, window, rows,
                          output + place * p.output_channels + first, p.output_channels);
        }
    }
}

}  // namespace neurio
