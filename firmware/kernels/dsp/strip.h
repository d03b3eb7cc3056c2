// The rows of an image that one row of windows needs, with their borders, and the columns in it.
#pragma once

#include <stdint.h>

#include "kernels/dsp/patches.h"

namespace neurio {

// Copies the rows under the windows that begin at row `top` to `strip`, `row_bytes` each: from the
// first window's left edge to the last one's right edge, with the zero point outside of the image.
void fill_strip(const Patches& patches, const int8_t* image, int32_t top, int32_t row_bytes,
                int8_t* strip);

// Copies `rows` times `count` bytes, which lie `row_bytes` apart, one behind the other. Reads and
// writes up to three bytes more.
void gather_rows(const int8_t* from, int32_t row_bytes, int32_t rows, int32_t count,
                 int8_t* column);

}  // namespace neurio
