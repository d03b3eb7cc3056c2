// Outputs of a depthwise convolution along one axis, from a channel's pairs of neighbours.
#pragma once

#include <stdint.h>

namespace neurio {

// A line of a channel; the taps are so many fours and 0, 2, 3 or 5 more, its `rest`.
struct Line {
    const uint32_t* filters;  // of the channel; see depthwise_conv_1d_s8.h
    const uint32_t* pairs;    // of the first output and the rest's first tap
    const uint32_t* end;      // the same of the output behind the last full eight
    int8_t* output;
    int32_t step;         // bytes from one output to the next
    int32_t fours_bytes;  // of pairs, from the first tap to the rest's
    int32_t full;         // 1: there are eight outputs or more
    int32_t more;         // outputs behind the full eights, whose pairs are there nevertheless
};

using ComputeLine = void (*)(const Line*);

// By the rest of the taps. Two sided: outputs below the zero point are codes too, ties there round
// down.
void line_0_one_sided(const Line* line);
void line_2_one_sided(const Line* line);
void line_3_one_sided(const Line* line);
void line_5_one_sided(const Line* line);
void line_0_two_sided(const Line* line);
void line_2_two_sided(const Line* line);
void line_3_two_sided(const Line* line);
void line_5_two_sided(const Line* line);

}  // namespace neurio
