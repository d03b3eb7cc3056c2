#include "kernels/dsp/conv_2d_strip_s8.h"

#include "kernels/dsp/columns.h"
#include "kernels/dsp/strip.h"

namespace neurio {

void conv_2d_strip_s8(const Conv2dStripParams& params, const int8_t* input, int8_t* output,
                      int8_t* scratch) {
    const FilterBank& bank = params.bank;
    const Filters filters(bank);
    const Patches& patches = params.patches;
    const int32_t depth = 4 * bank.quads;
    const int32_t window_row_bytes = patches.window_width * patches.channels;
    const int32_t pixel_step = patches.stride_width * patches.channels;
    int16_t* const columns = reinterpret_cast<int16_t*>(scratch);
    int8_t* const bytes = scratch + 6 * depth;
    int8_t* const strip = bytes + 3 * depth + 4;
    const int8_t* const strip_end = strip + params.output_width * pixel_step;
    int8_t* to = output;

    const int8_t* from = strip_end;
    int32_t top = -patches.pad_top;
    int32_t left = params.output_height * params.output_width;
    while (left > 0) {
        const int32_t count = left >= 3 ? 3 : 1;
        for (int32_t i = 0; i < count; ++i) {
            if (from == strip_end) {
                fill_strip(patches, input, top, params.strip_row_bytes, strip);
                top += patches.stride_height;
                from = strip;
            }
            gather_rows(from, params.strip_row_bytes, patches.window_height, window_row_bytes,
                        bytes + i * depth);
            from += pixel_step;
        }
        if (count == 3) {
            widen_three(bytes, bytes + depth, bytes + 2 * depth, bank.quads, columns);
            filters.apply_to_three(columns, to);
        } else {
            widen_one(bytes, bank.quads, columns);
            filters.apply_to_one(columns, to);
        }
        to += count * bank.filters;
        left -= count;
    }
    clamp_to_activation(bank, output, static_cast<int32_t>(to - output));
}

}  // namespace neurio
