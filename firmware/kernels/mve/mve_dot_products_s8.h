// Many int8 vectors times a bank of filters, with requantisation: what convolutions and fully
// connected layers come down to.
//
// Blocking: two vectors by four filters. One step takes 16 elements of each: 6 loads and 8 VMLADAVA
// of 16 multiply-accumulates each, unrolled by eight and entered where the count demands. Loads
// stand between multiplications, so that the M55 overlaps them. All accumulators are core
// registers, which begin as the biases. A last single vector goes by four filters alone.
//
// Instructions of a block of 8 outputs: 14 a step and 21 (27 two-sided, 32 clamped), 2 more for
// eight steps beyond the first eight; about 13 a pair of vectors. Per MAC, with 64 filters:
//   depth  16    64    144   368
//          0.28  0.152 0.131 0.119
#pragma once

#include <stdint.h>

#include "kernels/mve/mve_narrow_products_s8.h"

namespace neurio {

struct MveFilterBank;

// vectors: `count` times 16 * steps bytes, `pitch` bytes from one to the next, of any alignment;
// output: [count][filters]. What lies behind a vector's depth is read, but has no effect.
using MveDotProducts = void (*)(const MveFilterBank& bank, const int8_t* vectors, int32_t pitch,
                                int32_t count, int8_t* output);

// Constant data. The input's zero point is part of the biases.
struct MveFilterBank {
    int32_t steps;    // 16 elements each, of a filter
    int32_t filters;  // at most 16,384
    int32_t output_offset;
    int32_t activation_min;
    int32_t activation_max;
    MveDotProducts multiply;  // one of the functions below, which the filters are packed for
    // Four filters a block, 16-byte aligned. The last block holds the last four filters, some of
    // which may be in the one before. Fewer than four are filled up with zeros. A block is
    //   int32_t bias[4]; int8_t weights[steps][4][16]; int32_t multipliers[4]; int32_t shifts[4]
    // Weights behind a filter's depth are zero, shifts are in [-31, 0]. For mve_dot_narrow it is
    // pairs of filters as in MveNarrowJob.
    const uint32_t* packed;
    MveNarrowProducts narrow;  // of mve_dot_narrow, else null
};

extern "C" {
// The range is that of int8 and begins at the output's zero point, so it does not matter how ties
// of negative values are rounded; at least four filters.
void neurio_mve_dot_one_sided(const MveFilterBank& bank, const int8_t* vectors, int32_t pitch,
                              int32_t count, int8_t* output);
// The range is that of int8; at least four filters.
void neurio_mve_dot_two_sided(const MveFilterBank& bank, const int8_t* vectors, int32_t pitch,
                              int32_t count, int8_t* output);
// Any range, any number of filters.
void neurio_mve_dot_clamped(const MveFilterBank& bank, const int8_t* vectors, int32_t pitch,
                            int32_t count, int8_t* output);
}

}  // namespace neurio
