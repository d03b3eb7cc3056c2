// The part of a sliding window that lies inside an axis.
#pragma once

#include <stdint.h>

namespace neurio {

struct Taps {
    int32_t begin;
    int32_t end;
};

// Taps k of `size`, `dilation` apart, for which 0 <= origin + k * dilation < length.
inline Taps taps_inside(int32_t origin, int32_t size, int32_t dilation, int32_t length) {
    int32_t begin = origin < 0 ? (-origin + dilation - 1) / dilation : 0;
    int32_t end = length - origin <= 0 ? 0 : (length - origin + dilation - 1) / dilation;
    if (end > size) end = size;
    if (begin > end) begin = end;
    return {begin, end};
}

}  // namespace neurio
