// Six rows of four channels of an image as pairs of vertical neighbours, a plane a channel.
#pragma once

#include <stdint.h>

namespace neurio {

// Six input rows of four channels on their way into planes. The assembly copies all to the stack.
struct Rows {
    const int8_t* sources[6];
    uint32_t mask;    // kHighBytes
    int32_t offset;   // from a source to its last pixel
    uint32_t* words;  // the last column of the first plane
    int32_t plane;    // bytes from one plane to the next
    int32_t back;     // 3 planes and a column
    int32_t stride;   // bytes from one pixel to the next
};

// A column of a plane is three words: the pairs of rows 0|1, 2|3 and 4|5, each activation * 2^8.
// 40 instructions for 24 activations.
void widen_rows(const Rows* rows);

}  // namespace neurio
