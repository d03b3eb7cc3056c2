// Columns of int8 inputs widened to the int16 words that filter_pairs.h reads.
#pragma once

#include <stdint.h>

namespace neurio {

// Three columns of 4 * quads elements at any addresses -> 12 * quads elements, interleaved.
// 11 instructions for a quad of all three. Returns the end of what was written.
int16_t* widen_three(const int8_t* first, const int8_t* second, const int8_t* third, int32_t quads,
                     int16_t* columns);

// One column of 4 * quads elements at any address -> 4 * quads elements.
int16_t* widen_one(const int8_t* elements, int32_t quads, int16_t* column);

}  // namespace neurio
