// Many int8 vectors times a bank of filters, with requantisation: what convolutions and fully
// connected layers come down to.
//
// Blocking: two vectors by four filters. One step takes 16 elements of each: 6 loads and 8 VMLADAVA
// of 16 multiply-accumulates each, eight steps unrolled and entered where the count demands. A load
// stands between multiplications, so that the M55 overlaps them. All accumulators are core
// registers, which begin as the biases. A last single vector goes by four filters alone.
//
// Instructions of a block of 8 outputs: 14 a step + 2 per eight steps + 25 (29 two-sided, see
// MveFilterBank), and about 20 a pair of vectors. Per MAC, with 64 filters:
//   depth  16    64    144   368
//          0.33  0.164 0.134 0.123
#pragma once

#include <stdint.h>

namespace neurio {

// Constant data. Zero points of the inputs are part of the biases.
struct MveFilterBank {
    int32_t steps;    // 16 elements each, of a filter
    int32_t filters;  // filters, and elements of an output vector
    int32_t output_offset;
    int32_t activation_min;
    int32_t activation_max;
    // 0: outputs below the zero point are clamped, so how their ties are rounded does not matter.
    int32_t two_sided;
    // Four filters a block, 16-byte aligned; filters that fill the last block are zero:
    //   int32_t bias[4]; int8_t weights[steps][4][16]; int32_t multipliers[4]; int32_t shifts[4]
    // Weights behind a filter's depth are zero, shifts are in [-31, 0].
    const int32_t* packed;
};

// vectors: `count` times 16 * steps bytes, `pitch` bytes from one to the next, of any alignment;
// output: [count][filters]. What lies behind a vector's depth is read, but has no effect.
void mve_dot_products_s8(const MveFilterBank& bank, const int8_t* vectors, int32_t pitch,
                         int32_t count, int8_t* output);

}  // namespace neurio
