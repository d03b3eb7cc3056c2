// The inner loops of convolutions and dense layers on the vector unit; what each computes is told
// beside its portable fellow in kernels/common.
#pragma once

#include <stdint.h>

namespace neurio {

struct VectorLoops {
    static void widen(const int8_t* input, int32_t offset, int32_t count, int16_t* widened);

    static void add_dot_products(const int16_t* input, const int8_t* filters, int32_t stride,
                                 int32_t count, int32_t* sums, int32_t filter_count);

    static void add_products(const int8_t* values, int32_t offset, const int8_t* weights,
                             int32_t count, int32_t* sums);

    static void requantise_channels(const int32_t* sums, int32_t count, const int32_t* multipliers,
                                    const int32_t* shifts, int32_t offset, int32_t low,
                                    int32_t high, int8_t* output);
};

}  // namespace neurio
