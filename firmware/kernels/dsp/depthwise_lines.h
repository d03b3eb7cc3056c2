// Outputs of a depthwise convolution along one axis, from a channel's pairs of neighbours.
#pragma once

#include <stdint.h>

namespace neurio {

// A line of some channels, one behind the other; the taps are so many fours and 0, 2, 3 or 5 more,
// its `rest`. Pairs are there for eights that are not full, too. The first fields change.
struct Line {
    const uint32_t* filters;  // of the channels; see depthwise_conv_1d_s8.h
    const uint32_t* pairs;    // of the first output and the rest's first tap
    const uint32_t* end;      // the same of the output behind the full eights, or behind the first
    int8_t* output;           // the last of the first eight, or of those that there are
    int32_t step;             // bytes from one output to the next
    int32_t fours_bytes;      // of pairs, from the first tap to the rest's
    int32_t full;             // 1: there are eight outputs or more
    int32_t back;             // bytes of the outputs that the last eight lacks
    int32_t lacks;            // these outputs; 8 where all eights are full
    int32_t plane;            // bytes from one channel's pairs to the next
    int32_t channels;
};

using ComputeLine = void (*)(Line*);

// By the rest of the taps. Two sided: outputs below the zero point are codes too, ties there round
// down.
void line_0_one_sided(Line* line);
void line_2_one_sided(Line* line);
void line_3_one_sided(Line* line);
void line_5_one_sided(Line* line);
void line_0_two_sided(Line* line);
void line_2_two_sided(Line* line);
void line_3_two_sided(Line* line);
void line_5_two_sided(Line* line);

}  // namespace neurio
