// Sum or difference of two int8 tensors of one shape on x86-64, as one linear function of both
// codes: see mve_linear_sum_s8.h.
#pragma once

#include <stdint.h>

namespace neurio {

// The code of a and b: (left * a + right * b + constant + 2^(n - 1)) >> n, saturated.
struct X86LinearSumParams {
    int32_t elements;
    int32_t left;
    int32_t right;
    int32_t constant;
    int32_t fraction_bits;  // n
};

// `output` may be `left` or `right`.
void x86_linear_sum_s8(const X86LinearSumParams& params, const int8_t* left, const int8_t* right,
                       int8_t* output);

}  // namespace neurio
