// 1x1 convolution with stride 1, and fully connected layers of several rows, by strips of pixels.
#pragma once

#include <stdint.h>

#include "kernels/dsp/filter_fours.h"

namespace neurio {

struct Conv1x1FoursParams {
    FilterFours fours;
    int32_t pixels;  // or rows; at least 2
    int32_t strip;   // pixels that are widened at a time, even
};

// input: [pixels][4 * fours.quads]; output: [pixels][fours.filters]; they do not overlap.
// scratch: 8 * fours.quads bytes a pixel of the strip, then a block of filters where it is copied.
void conv_1x1_fours_s8(const Conv1x1FoursParams& params, const int8_t* input, int8_t* output,
                       int8_t* scratch);

}  // namespace neurio
