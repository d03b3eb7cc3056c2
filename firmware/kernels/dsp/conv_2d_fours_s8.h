// 2-D convolution of any window, stride, dilation and padding, one group, by strips of pixels.
#pragma once

#include <stdint.h>

#include "kernels/dsp/filter_fours.h"
#include "kernels/dsp/patches.h"

namespace neurio {

struct Conv2dFoursParams {
    FilterFours fours;  // a filter's weights in the order [y][x][input channel]
    Patches patches;
    int32_t output_height;
    int32_t output_width;
    int32_t strip;  // pixels that are widened at a time, even
};

// input: the image, [height][width][channels]; output: [output_height][output_width][filters], two
// pixels or more; they do not overlap. scratch: 8 * fours.quads bytes a pixel of the strip and for
// two patches as gathered, then a block of filters where it is copied.
//
// The patches of two pixels beside each other that touch no border are widened straight from the
// image where rows of the window are whole words, all others are gathered first.
void conv_2d_fours_s8(const Conv2dFoursParams& params, const int8_t* input, int8_t* output,
                      int8_t* scratch);

}  // namespace neurio
