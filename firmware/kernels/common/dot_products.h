// Dot products of one input with four filters at a time, so that each input is loaded once. The
// loops are what compilers turn into vector code where the CPU has it: products of two 16-bit
// numbers are what vector units add up.
#pragma once

#include <stdint.h>

namespace neurio {

constexpr int32_t kFilters = 4;

// sums[f] += filters[f * stride + i] * input[i] over `count` elements, f < kFilters.
inline void add_four_dot_products(const int16_t* input, const int8_t* filters, int32_t stride,
                                  int32_t count, int32_t* sums) {
    const int8_t* a = filters;
    const int8_t* b = a + stride;
    const int8_t* c = b + stride;
    const int8_t* d = c + stride;
    int32_t sum_a = sums[0];
    int32_t sum_b = sums[1];
    int32_t sum_c = sums[2];
    int32_t sum_d = sums[3];
    for (int32_t i = 0; i < count; ++i) {
        const int16_t value = input[i];
        sum_a += static_cast<int16_t>(a[i]) * value;
        sum_b += static_cast<int16_t>(b[i]) * value;
        sum_c += static_cast<int16_t>(c[i]) * value;
        sum_d += static_cast<int16_t>(d[i]) * value;
    }
    sums[0] = sum_a;
    sums[1] = sum_b;
    sums[2] = sum_c;
    sums[3] = sum_d;
}

// The same for any number of filters.
inline void add_dot_products(const int16_t* input, const int8_t* filters, int32_t stride,
                             int32_t count, int32_t* sums, int32_t filter_count) {
    int32_t filter = 0;
    for (; filter + kFilters <= filter_count; filter += kFilters) {
        add_four_dot_products(input, filters + filter * stride, stride, count, sums + filter);
    }
    for (; filter < filter_count; ++filter) {
        const int8_t* weights = filters + filter * stride;
        int32_t sum = 0;
        for (int32_t i = 0; i < count; ++i) sum += static_cast<int16_t>(weights[i]) * input[i];
        sums[filter] += sum;
    }
}

// widened[i] = input[i] + offset; offset in [-128, 128].
inline void widen(const int8_t* input, int32_t offset, int32_t count, int16_t* widened) {
    for (int32_t i = 0; i < count; ++i) widened[i] = static_cast<int16_t>(input[i] + offset);
}

}  // namespace neurio
