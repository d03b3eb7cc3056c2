#include "kernels/dsp/conv_2d_fours_s8.h"

namespace neurio {
namespace {

// The columns of the windows at (top, left) and (top, left + stride_width), inside the image.
int16_t* widen_from_image(const Patches& p, const int8_t* image, int32_t top, int32_t left,
                          int16_t* columns) {
    const int32_t row_bytes = p.width * p.channels;
    const int32_t pixel_step = p.stride_width * p.channels;
    const int32_t quads = p.window_width * p.channels / 4;
    const int8_t* from = image + top * row_bytes + left * p.channels;
    for (int32_t ky = 0; ky < p.window_height; ++ky) {
        columns = widen_two(from, from + pixel_step, quads, columns);
        from += p.dilation_height * row_bytes;
    }
    return columns;
}

}  // namespace

void conv_2d_fours_s8(const Conv2dFoursParams& params, const int8_t* input, int8_t* output,
                      int8_t* scratch) {
    const FilterFours& fours = params.fours;
    const Patches& patches = params.patches;
    const int32_t depth = 4 * fours.quads;
    int16_t* const columns = reinterpret_cast<int16_t*>(scratch);
    int8_t* const bytes = scratch + 2 * depth * params.strip;
    uint32_t* const block = reinterpret_cast<uint32_t*>(bytes + 2 * depth);
    const bool rows_are_words =
        patches.window_width * patches.channels % 4 == 0 && patches.dilation_width == 1;
    const auto top_of = [&](int32_t y) { return y * patches.stride_height - patches.pad_top; };
    const auto left_of = [&](int32_t x) { return x * patches.stride_width - patches.pad_left; };

    const auto widen_pair = [&](int32_t pixel, int16_t* to) {
        const int32_t y = pixel / params.output_width;
        const int32_t x = pixel - y * params.output_width;
        const int32_t top = top_of(y);
        const int32_t left = left_of(x);
        const bool same_row = x + 1 < params.output_width;
        if (same_row && rows_are_words &&
            windows_inside(patches, top, left, left + patches.stride_width)) {
            return widen_from_image(patches, input, top, left, to);
        }
        gather_patch(patches, input, top, left, bytes);
        const int32_t next_top = same_row ? top : top_of(y + 1);
        const int32_t next_left = same_row ? left + patches.stride_width : left_of(0);
        gather_patch(patches, input, next_top, next_left, bytes + depth);
        return widen_two(bytes, bytes + depth, fours.quads, to);
    };
    const auto widen = [&](int32_t pixel, int32_t pairs, int16_t* to) {
        for (; pairs != 0; --pairs, pixel += 2) to = widen_pair(pixel, to);
    };
    const int32_t pixels = params.output_height * params.output_width;
    convolve_in_strips(fours, pixels, params.strip, columns, block, output, widen);
}

}  // namespace neurio
