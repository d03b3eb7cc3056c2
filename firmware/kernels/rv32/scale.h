// From an accumulator to a code, in few instructions of a core with `mulh`.
#pragma once

#include <stdint.h>

#include "kernels/common/requantise.h"

namespace neurio {

// How accumulators of a channel become codes.
struct Scale {
    uint32_t doubled;  // the multiplier, which is below 2^31
    int32_t multiplier;
    int32_t shift;
};

inline Scale scale_of(int32_t multiplier, int32_t shift) {
    return {static_cast<uint32_t>(multiplier) << 1, multiplier, shift};
}

// What all channels of a layer have in common.
struct Codes {
    int32_t offset;
    int32_t low;
    int32_t high;

    // A ReLU: what is negative becomes `low`, however it is rounded.
    bool rectified() const { return low >= offset; }
};

inline int8_t within(int32_t code, const Codes& codes) {
    if (code < codes.low) code = codes.low;
    if (code > codes.high) code = codes.high;
    return static_cast<int8_t>(code);
}

// What kernels/common/requantise.h computes, for a shift to the right.
template <bool kRectified>
inline int8_t shifted_code(int32_t x, const Scale& scale, const Codes& codes) {
    // round(x * multiplier / 2^31): the upper word of the doubled product, and the bit below. The
    // instruction is named, as compilers make five of it.
    int32_t high;
    __asm("mulhsu %0, %1, %2" : "=r"(high) : "r"(x), "r"(scale.doubled));
    const uint32_t low = static_cast<uint32_t>(x) * scale.doubled;
    int32_t rounded = high + static_cast<int32_t>(low >> 31);
    // round(rounded / 2^-shift) + offset, ties away from zero: of a negative number a little less
    // is taken. The offset is added before the last bit goes, with what rounds.
    if (!kRectified) rounded += rounded >> 31;
    const int32_t all_but_last = rounded >> ~scale.shift;
    return within((all_but_last + (2 * codes.offset + 1)) >> 1, codes);
}

// The same for any shift.
inline int8_t code_of(int32_t x, const Scale& scale, const Codes& codes) {
    if (scale.shift < 0) return shifted_code<false>(x, scale, codes);
    return within(add_offset(multiply_by_quantised(x, scale.multiplier, scale.shift), codes.offset),
                  codes);
}

}  // namespace neurio
