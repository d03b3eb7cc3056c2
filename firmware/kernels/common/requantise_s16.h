// From a 64-bit accumulator to an int16 code, rounded as TFLite Micro rounds.
#pragma once

#include <stdint.h>

namespace neurio {

// round(x * multiplier / 2^shift), ties up; multiplier in [0, 2^15), shift in [1, 46].
inline int32_t multiply_by_short(int64_t x, int32_t multiplier, int32_t shift) {
    return static_cast<int32_t>((x * multiplier + (int64_t{1} << (shift - 1))) >> shift);
}

}  // namespace neurio
