// A window of copied rows as half of what widen_two (filter_fours.h) leaves, without a copy as
// bytes.
#pragma once

#include <stdint.h>

namespace neurio {

// `rows` rows of `count` bytes at any addresses, `row_bytes` apart. Each pair of elements takes
// every other word of `column`: whole quads row by row first, then what is left of each row, in
// quads of its own. Of the last quad, some elements may be anything.
using WidenWindow = void (*)(const int8_t* from, int32_t row_bytes, int32_t rows, int32_t count,
                             uint32_t* column);

// The fastest one for rows of so many bytes, at least 1.
WidenWindow widen_window(int32_t count);

}  // namespace neurio
