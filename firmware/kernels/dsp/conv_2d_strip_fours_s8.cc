#include "kernels/dsp/conv_2d_strip_fours_s8.h"

#include "kernels/dsp/strip.h"

namespace neurio {

void conv_2d_strip_fours_s8(const Conv2dStripFoursParams& params, const int8_t* input,
                            int8_t* output, int8_t* scratch) {
    const FilterFours& fours = params.fours;
    const Patches& patches = params.patches;
    const int32_t depth = 4 * fours.quads;
    const int32_t window_row_bytes = patches.window_width * patches.channels;
    const int32_t pixel_step = patches.stride_width * patches.channels;
    int16_t* const columns = reinterpret_cast<int16_t*>(scratch);
    int8_t* const bytes = scratch + 2 * depth * params.strip;
    uint32_t* const block = reinterpret_cast<uint32_t*>(bytes + 2 * depth + 4);
    int8_t* const strip =
        reinterpret_cast<int8_t*>(block + (fours.copied ? block_words(fours) : 0));

    int32_t row = -1;  // in the strip
    const auto gather = [&](int32_t pixel, int8_t* column) {
        const int32_t y = pixel / params.output_width;
        const int32_t x = pixel - y * params.output_width;
        if (y != row) {
            const int32_t top = y * patches.stride_height - patches.pad_top;
            fill_strip(patches, input, top, params.row_bytes, strip);
            row = y;
        }
        gather_rows(strip + x * pixel_step, params.row_bytes, patches.window_height,
                    window_row_bytes, column);
    };
    const auto widen = [&](int32_t pixel, int16_t* to) {
        gather(pixel, bytes);
        gather(pixel + 1, bytes + depth);
        return widen_two(bytes, bytes + depth, fours.quads, to);
    };
    const int32_t pixels = params.output_height * params.output_width;
    convolve_in_strips(fours, pixels, params.strip, columns, block, output, widen);
}

}  // namespace neurio
