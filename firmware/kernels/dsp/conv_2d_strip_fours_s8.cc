#include "kernels/dsp/conv_2d_strip_fours_s8.h"

#include "kernels/dsp/strip.h"
#include "kernels/dsp/widen_windows.h"

namespace neurio {

void conv_2d_strip_fours_s8(const Conv2dStripFoursParams& params, const int8_t* input,
                            int8_t* output, int8_t* scratch) {
    const FilterFours& fours = params.fours;
    const Patches& patches = params.patches;
    const int32_t depth = 4 * fours.quads;
    const int32_t output_width = params.output_width;
    const Windows windows = {patches.window_height, params.row_bytes,
                             patches.window_width * patches.channels,
                             patches.stride_width * patches.channels, depth};
    int16_t* const columns = reinterpret_cast<int16_t*>(scratch);
    uint32_t* const block = reinterpret_cast<uint32_t*>(scratch + 2 * depth * params.strip);
    int8_t* const strip =
        reinterpret_cast<int8_t*>(block + (fours.copied ? block_words(fours) : 0));

    const WidenWindows widen_run = widen_windows(windows.count);
    int32_t row = -1;  // in the strip
    const auto widen = [&](int32_t pixel, int32_t pairs, int16_t* to) {
        uint32_t* const column = reinterpret_cast<uint32_t*>(to);
        const int32_t end = pixel + 2 * pairs;
        for (int32_t next = pixel; next != end;) {
            const int32_t y = next / output_width;
            const int32_t x = next - y * output_width;
            if (y != row) {
                const int32_t top = y * patches.stride_height - patches.pad_top;
                fill_strip(patches, input, top, params.row_bytes, strip);
                row = y;
            }
            const int32_t left = output_width - x;
            const int32_t run = left < end - next ? left : end - next;
            const int32_t done = next - pixel;
            widen_run(windows, strip + x * windows.pixel_step, run, done % 2 != 0,
                      column + done / 2 * depth + done % 2);
            next += run;
        }
    };
    const int32_t pixels = params.output_height * output_width;
    convolve_in_strips(fours, pixels, params.strip, columns, block, output, widen);
}

}  // namespace neurio
