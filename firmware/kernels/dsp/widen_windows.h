// Windows of copied rows as widen_two (filter_fours.h) leaves columns, without a copy as bytes.
#pragma once

#include <stdint.h>

namespace neurio {

struct Windows {
    int32_t rows;
    int32_t row_bytes;   // from one row to the next
    int32_t count;       // bytes of a row, at least 1
    int32_t pixel_step;  // bytes from one window to the next
    int32_t depth;       // elements of a window in whole quads
};

// Windows of neighbouring pixels, the first one at any address. Each pair of their elements takes
// a word; a pair of pixels takes turns. `column` is where the first one begins, `odd` tells that it
// is the second one of its pair. Whole quads come first, row by row, then what is left of each row,
// in quads of its own. Of the last quad, some elements may be anything.
using WidenWindows = void (*)(const Windows& windows, const int8_t* from, int32_t pixels, bool odd,
                              uint32_t* column);

// The fastest one for rows of so many bytes, at least 1.
WidenWindows widen_windows(int32_t count);

}  // namespace neurio
