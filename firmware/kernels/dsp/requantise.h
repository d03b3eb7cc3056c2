// From a 32-bit accumulator to a code of the output with the DSP extension, rounded as TFLite Micro
// rounds.
//
// A factor is multiplier * 2^(-31 - shift), multiplier in [2^30, 2^31) or 0, shift in [0, 22].
// TFLite Micro rounds twice: x = round(sum * multiplier / 2^31), ties up, then
// round(x / 2^shift), ties away from zero. SMMLAR(2 * sum, multiplier, addend) is x + addend in one
// instruction while |sum| < 2^30, which the generator proves from the weights. The addend holds the
// half of the second rounding and the output's zero point: 2^(shift - 1) + zero_point * 2^shift.
//
// That rounds ties of negative x up instead of down, so there are two forms:
//   one-sided   the activation clamps everything below the zero point anyway (a fused ReLU): exact
//               after the clamp. 4 instructions.
//   two-sided   one is taken from x where sum < 0; shift in [1, 22]. 5 instructions.
// Both end in a saturation to [-128, 127]; a narrower activation range is for the caller to clamp.
#pragma once

#include <stdint.h>

namespace neurio {

// addend + round(a * b / 2^32), ties up.
inline int32_t multiply_high_add(int32_t a, int32_t b, int32_t addend) {
    int32_t result;
    asm("smmlar %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(addend));
    return result;
}

// x clamped to [-128, 127].
inline int32_t saturate_s8(int32_t x) {
    int32_t result;
    asm("ssat %0, #8, %1" : "=r"(result) : "r"(x));
    return result;
}

inline int32_t requantise_one_sided(int32_t sum, int32_t multiplier, int32_t addend,
                                    int32_t shift) {
    return saturate_s8(multiply_high_add(sum * 2, multiplier, addend) >> shift);
}

inline int32_t requantise_two_sided(int32_t sum, int32_t multiplier, int32_t addend,
                                    int32_t shift) {
    const int32_t doubled = sum * 2;
    const int32_t x = multiply_high_add(doubled, multiplier, addend);
    return saturate_s8((x + (doubled >> 31)) >> shift);
}

}  // namespace neurio
