// Sums of products in float32, several filters and several pixels at once. Each sum takes its
// products one after the other in the order of the elements, as TFLite Micro's loops do: what is
// side by side are different sums, so blocks change the speed and not the result.
#pragma once

#include <stdint.h>

#include "kernels/common/unrolled.h"

namespace neurio {

// Filters of a block lie interleaved, [element][kFilters]. `pixels` are where the elements of each
// pixel begin; sums[pixel][filter] += the products of `count` elements.
template <int kFilters, int kPixels>
inline void add_products(const float* const (&pixels)[kPixels], const float* weights, int32_t count,
                         float (&sums)[kPixels][kFilters]) {
    float totals[kPixels][kFilters];  // which nothing else points to
    unrolled<kPixels>([&](int pixel) {
        unrolled<kFilters>([&](int filter) { totals[pixel][filter] = sums[pixel][filter]; });
    });
    for (int32_t i = 0; i < count; ++i) {
        float of[kFilters];
        unrolled<kFilters>([&](int filter) { of[filter] = weights[filter]; });
        unrolled<kPixels>([&](int pixel) {
            const float value = pixels[pixel][i];
            unrolled<kFilters>([&](int filter) { totals[pixel][filter] += value * of[filter]; });
        });
        weights += kFilters;
    }
    unrolled<kPixels>([&](int pixel) {
        unrolled<kFilters>([&](int filter) { sums[pixel][filter] = totals[pixel][filter]; });
    });
}

// Filters are taken in blocks of four, what is left in a block of two and one of one: calls
// run(first filter, block) where block.kCount is the number of its filters. Blocks lie one behind
// the other.
template <int kFilters>
struct FilterBlock {
    static constexpr int kCount = kFilters;
};

template <typename Run>
inline void for_each_block(int32_t filters, Run&& run) {
    int32_t first = 0;
    for (; first + 4 <= filters; first += 4) run(first, FilterBlock<4>());
    if (filters - first >= 2) {
        run(first, FilterBlock<2>());
        first += 2;
    }
    if (first < filters) run(first, FilterBlock<1>());
}

inline float clamp(float value, float low, float high) {
    if (value < low) value = low;
    if (value > high) value = high;
    return value;
}

// Writes sums with their biases, clamped.
template <int kFilters>
inline void store(const float (&sums)[kFilters], const float* bias, float low, float high,
                  float* output) {
    unrolled<kFilters>(
        [&](int filter) { output[filter] = clamp(sums[filter] + bias[filter], low, high); });
}

// The inner loops of float32 layers in plain C++. What a CPU does better replaces them: the
// templates of the layers take the loops as their argument.
struct PortableFloatLoops {
    template <int kFilters, int kPixels>
    static void add_products(const float* const (&pixels)[kPixels], const float* weights,
                             int32_t count, float (&sums)[kPixels][kFilters]) {
        neurio::add_products(pixels, weights, count, sums);
    }

    // sums[i] += the products of `count` taps, of which each is a step away from the last; all
    // sums see the same values where kStep is 0, those beside each other where it is 1.
    template <int kChannels, int kStep>
    static void add_taps(const float* values, int32_t value_step, const float* weights,
                         int32_t weight_step, int32_t count, float (&sums)[kChannels]) {
        float totals[kChannels];
        unrolled<kChannels>([&](int i) { totals[i] = sums[i]; });
        for (int32_t tap = 0; tap < count; ++tap) {
            unrolled<kChannels>([&](int i) { totals[i] += values[i * kStep] * weights[i]; });
            values += value_step;
            weights += weight_step;
        }
        unrolled<kChannels>([&](int i) { sums[i] = totals[i]; });
    }

    template <int kFilters>
    static void store(const float (&sums)[kFilters], const float* bias, float low, float high,
                      float* output) {
        neurio::store(sums, bias, low, high, output);
    }
};

}  // namespace neurio
