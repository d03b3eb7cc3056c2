// Sum or difference of two int8 tensors of one shape, with MVE.
//
// TFLite Micro scales both inputs, adds them and scales the sum, each time rounding. The generator
// looks for a, b and c so that round((a * left + b * right + c) / 2^n), ties up, saturated, is the
// same for all 65,536 pairs of codes, and only then chooses this kernel.
//
// Blocking: sixteen elements a turn of 26 instructions, 1.6 an element. Sums are shifted until
// codes are their top bytes, saturated; shifts with insertion gather those of four sums.
#pragma once

#include <stdint.h>

namespace neurio {

struct MveLinearSumParams {
    int32_t elements;
    int32_t left;           // a
    int32_t right;          // b
    int32_t constant;       // c
    int32_t fraction_bits;  // n, 17 to 25
};

// `output` may be `left` or `right`.
void mve_linear_sum_s8(const MveLinearSumParams& params, const int8_t* left, const int8_t* right,
                       int8_t* output);

}  // namespace neurio
