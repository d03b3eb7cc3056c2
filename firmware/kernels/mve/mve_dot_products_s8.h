// Many int8 vectors times a bank of filters, with requantisation: what convolutions and fully
// connected layers come down to.
//
// Blocking: two vectors by four filters. One step takes 16 elements of each: 6 loads and 8 VMLADAVA
// of 16 multiply-accumulates each, unrolled by eight and entered where the count demands. Loads
// stand between multiplications, so that the M55 overlaps them. All accumulators are core
// registers, which begin as the biases. A last single vector goes by four filters alone.
//
// Instructions of a block of 8 outputs: 14 a step and 21 (27 two-sided, 32 clamped), 2 more for
// eight steps beyond the first eight; about 20 a pair of vectors. Per MAC, with 64 filters:
//   depth  16    64    144   368
//          0.28  0.155 0.131 0.122
#pragma once

#include <stdint.h>

namespace neurio {

// How accumulators become codes. All three are exact where they are chosen.
enum class MveForm : int32_t {
    kOneSided,  // the range is that of int8 and begins at the output's zero point: how ties of
                // negative values are rounded does not matter
    kTwoSided,  // the range is that of int8; at least four filters, as above
    kClamped,   // any range, any number of filters
};

// Constant data. The input's zero point is part of the biases.
struct MveFilterBank {
    int32_t steps;    // 16 elements each, of a filter
    int32_t filters;  // at most 65,535
    int32_t output_offset;
    int32_t activation_min;
    int32_t activation_max;
    MveForm form;
    // Four filters a block, 16-byte aligned. The last block holds the last four filters, some of
    // which may be in the one before. Fewer than four are filled up with zeros. A block is
    //   int32_t bias[4]; int8_t weights[steps][4][16]; int32_t multipliers[4]; int32_t shifts[4]
    // Weights behind a filter's depth are zero, shifts are in [-31, 0].
    const int32_t* packed;
};

// vectors: `count` times 16 * steps bytes, `pitch` bytes from one to the next, of any alignment;
// output: [count][filters]. What lies behind a vector's depth is read, but has no effect.
void mve_dot_products_s8(const MveFilterBank& bank, const int8_t* vectors, int32_t pitch,
                         int32_t count, int8_t* output);

}  // namespace neurio
