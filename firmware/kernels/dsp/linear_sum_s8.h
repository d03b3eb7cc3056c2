// Sum or difference of two int8 tensors of one shape, with the DSP extension.
//
// TFLite Micro scales both inputs, adds them and scales the sum, each time rounding. The generator
// looks for a, b and c so that floor((a * left + b * right + c) / 2^16), saturated, is the same
// for all 65,536 pairs of codes, and only then chooses this kernel.
//
// Blocking: four elements a turn. Two SMLAWB/SMLAWT an element on codes in the high bytes of
// half-words; PKHTB, USAT16 and ORR make bytes of the upper halves: 5.8 instructions an element.
#pragma once

#include <stdint.h>

namespace neurio {

struct LinearSumParams {
    int32_t elements;
    int32_t left;      // a * 2^8
    int32_t right;     // b * 2^8
    int32_t constant;  // c + 128 * 2^16
};

// All pointers 4-byte aligned; `output` may be `left` or `right`.
void linear_sum_s8(const LinearSumParams& params, const int8_t* left, const int8_t* right,
                   int8_t* output);

}  // namespace neurio
