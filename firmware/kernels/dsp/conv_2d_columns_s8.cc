#include "kernels/dsp/conv_2d_columns_s8.h"

#include "kernels/dsp/columns.h"

namespace neurio {
namespace {

constexpr int32_t kColumns = 3;

// The columns of the windows at (top, left), (top, left + stride_width), ..., inside the image.
void widen_from_image(const Patches& p, const int8_t* image, int32_t top, int32_t left,
                      int16_t* columns) {
    const int32_t row_bytes = p.width * p.channels;
    const int32_t pixel_step = p.stride_width * p.channels;
    const int32_t quads = p.window_width * p.channels / 4;
    const int8_t* from = image + top * row_bytes + left * p.channels;
    for (int32_t ky = 0; ky < p.window_height; ++ky) {
        columns = widen_three(from, from + pixel_step, from + 2 * pixel_step, quads, columns);
        from += p.dilation_height * row_bytes;
    }
}

}  // namespace

void conv_2d_columns_s8(const Conv2dColumnsParams& params, const int8_t* input, int8_t* output,
                        int8_t* scratch) {
    const FilterBank& bank = params.bank;
    const Filters filters(bank);
    const Patches& patches = params.patches;
    const int32_t depth = 4 * bank.quads;
    int16_t* const columns = reinterpret_cast<int16_t*>(scratch);
    int8_t* const bytes = scratch + 2 * kColumns * depth;
    const bool rows_are_words =
        patches.window_width * patches.channels % 4 == 0 && patches.dilation_width == 1;
    int8_t* to = output;
    int32_t x = 0;
    int32_t top = -patches.pad_top;

    for (int32_t left_over = params.output_height * params.output_width; left_over > 0;) {
        const int32_t left = x * patches.stride_width - patches.pad_left;
        if (rows_are_words && left_over >= kColumns && x + kColumns <= params.output_width &&
            windows_inside(patches, top, left, left + 2 * patches.stride_width)) {
            widen_from_image(patches, input, top, left, columns);
            x += kColumns;
            left_over -= kColumns;
            filters.apply_to_three(columns, to);
            to += kColumns * bank.filters;
        } else {
            const int32_t count = left_over >= kColumns ? kColumns : 1;
            for (int32_t i = 0; i < count; ++i) {
                if (x == params.output_width) {
                    x = 0;
                    top += patches.stride_height;
                }
                gather_patch(patches, input, top, x * patches.stride_width - patches.pad_left,
                             bytes + i * depth);
                ++x;
            }
            if (count == kColumns) {
                widen_three(bytes, bytes + depth, bytes + 2 * depth, bank.quads, columns);
                filters.apply_to_three(columns, to);
            } else {
                widen_one(bytes, bank.quads, columns);
                filters.apply_to_one(columns, to);
            }
            to += count * bank.filters;
            left_over -= count;
        }
        if (x == params.output_width) {
            x = 0;
            top += patches.stride_height;
        }
    }
    clamp_to_activation(bank, output, static_cast<int32_t>(to - output));
}

}  // namespace neurio
