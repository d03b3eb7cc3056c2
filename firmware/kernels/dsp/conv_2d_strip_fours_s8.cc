#include "kernels/dsp/conv_2d_strip_fours_s8.h"

#include "kernels/dsp/strip.h"
#include "kernels/dsp/widen_window.h"

namespace neurio {

void conv_2d_strip_fours_s8(const Conv2dStripFoursParams& params, const int8_t* input,
                            int8_t* output, int8_t* scratch) {
    const FilterFours& fours = params.fours;
    const Patches& patches = params.patches;
    const int32_t depth = 4 * fours.quads;
    const int32_t window_row_bytes = patches.window_width * patches.channels;
    const int32_t output_width = params.output_width;
    const int32_t row_bytes = params.row_bytes;
    const int32_t window_height = patches.window_height;
    const int32_t pixel_step = patches.stride_width * patches.channels;
    int16_t* const columns = reinterpret_cast<int16_t*>(scratch);
    uint32_t* const block = reinterpret_cast<uint32_t*>(scratch + 2 * depth * params.strip);
    int8_t* const strip =
        reinterpret_cast<int8_t*>(block + (fours.copied ? block_words(fours) : 0));

    const WidenWindow widen_one = widen_window(window_row_bytes);
    int32_t row_pixel = -output_width;  // the first one of the row that is in the strip
    const auto widen_pixel = [&](int32_t pixel, uint32_t* to) {
        const uint32_t x = static_cast<uint32_t>(pixel - row_pixel);
        if (x >= static_cast<uint32_t>(output_width)) {
            const int32_t row = pixel / output_width;
            row_pixel = row * output_width;
            const int32_t top = row * patches.stride_height - patches.pad_top;
            fill_strip(patches, input, top, row_bytes, strip);
        }
        widen_one(strip + (pixel - row_pixel) * pixel_step, row_bytes, window_height,
                  window_row_bytes, to);
    };
    const auto widen = [&](int32_t pixel, int16_t* to) {
        uint32_t* const words = reinterpret_cast<uint32_t*>(to);
        widen_pixel(pixel, words);
        widen_pixel(pixel + 1, words + 1);
        return to + 2 * depth;
    };
    const int32_t pixels = params.output_height * output_width;
    convolve_in_strips(fours, pixels, params.strip, columns, block, output, widen);
}

}  // namespace neurio
