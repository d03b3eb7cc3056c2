// The inner loops of convolutions and dense layers in plain C++. What a CPU does better replaces
// them: the templates of the layers take the loops as their argument.
#pragma once

#include "kernels/common/dot_products.h"
#include "kernels/common/requantise.h"

namespace neurio {

struct PortableLoops {
    static void widen(const int8_t* input, int32_t offset, int32_t count, int16_t* widened) {
        neurio::widen(input, offset, count, widened);
    }

    static void add_dot_products(const int16_t* input, const int8_t* filters, int32_t stride,
                                 int32_t count, int32_t* sums, int32_t filter_count) {
        neurio::add_dot_products(input, filters, stride, count, sums, filter_count);
    }

    // sums[i] += weights[i] * (values[i] + offset): each channel has an input of its own.
    static void add_products(const int8_t* values, int32_t offset, const int8_t* weights,
                             int32_t count, int32_t* sums) {
        for (int32_t i = 0; i < count; ++i) sums[i] += weights[i] * (values[i] + offset);
    }

    static void requantise_channels(const int32_t* sums, int32_t count, const int32_t* multipliers,
                                    const int32_t* shifts, int32_t offset, int32_t low,
                                    int32_t high, int8_t* output) {
        neurio::requantise_channels(sums, count, multipliers, shifts, offset, low, high, output);
    }
};

}  // namespace neurio
