// 2-D convolution of an image whose pixels are not whole words, such as RGB or one channel, by
// strips of pixels. One group, no dilation along x.
#pragma once

#include <stdint.h>

#include "kernels/dsp/filter_fours.h"
#include "kernels/dsp/patches.h"

namespace neurio {

struct Conv2dStripFoursParams {
    FilterFours fours;  // a filter's weights in the order of widen_windows
    Patches patches;
    int32_t output_height;
    int32_t output_width;
    int32_t row_bytes;  // of a copied row, a multiple of 4; at least ((output_width - 1) *
                        // stride_width + window_width) * channels
    int32_t strip;      // pixels that are widened at a time, even
};

// input: the image, [height][width][channels]; output: [output_height][output_width][filters], two
// pixels or more; they do not overlap. scratch: 8 * fours.quads bytes a pixel of the strip, a block
// of filters where it is copied, and window_height * row_bytes.
//
// The rows under a row of windows are copied once, with borders; each window then is widened from
// there by unaligned words.
void conv_2d_strip_fours_s8(const Conv2dStripFoursParams& params, const int8_t* input,
                            int8_t* output, int8_t* scratch);

}  // namespace neurio
