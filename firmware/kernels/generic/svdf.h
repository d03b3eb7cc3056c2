// Rank-reduced recurrent layers (SVDF): a filter over features, then one over time.
#pragma once

#include <stdint.h>

#include "kernels/common/requantise.h"

namespace neurio {

// T is the type of the state and of the weights over time.
template <typename T>
struct SvdfParams {
    int32_t batches;
    int32_t inputs;
    int32_t units;
    int32_t rank;    // filters of each unit
    int32_t memory;  // steps that a filter over time sees
    int32_t state_multiplier;
    int32_t state_shift;
    int32_t state_zero_point;
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t output_offset;
    const int8_t* feature_weights;  // [units * rank][inputs]
    const int32_t* feature_bias;    // [units * rank], what the input's zero point adds
    const T* time_weights;          // [units * rank][memory]
    const int32_t* bias;            // [units]
};

// `state` is [batches][units * rank][memory], the newest last. Its codes move by one, all of them
// at once, as in TFLite Micro: the oldest of a filter becomes that of the filter before, and is
// overwritten.
template <typename T>
inline void svdf(const SvdfParams<T>& params, const int8_t* input, T* state, int8_t* output) {
    const SvdfParams<T>& p = params;
    const int32_t filters = p.units * p.rank;
    const int32_t codes = p.batches * filters * p.memory;
    for (int32_t i = 0; i + 1 < codes; ++i) state[i] = state[i + 1];
    for (int32_t batch = 0; batch < p.batches; ++batch) {
        const int8_t* weights = p.feature_weights;
        const T* time_weights = p.time_weights;
        for (int32_t unit = 0; unit < p.units; ++unit) {
            int32_t sum = p.bias[unit];
            for (int32_t k = 0; k < p.rank; ++k) {
                int32_t feature = p.feature_bias[unit * p.rank + k];
                for (int32_t i = 0; i < p.inputs; ++i) feature += *weights++ * input[i];
                feature = multiply_by_quantised(feature, p.state_multiplier, p.state_shift);
                const int32_t highest = sizeof(T) == 1 ? INT8_MAX : INT16_MAX;
                feature = clamp(feature, -highest - 1, highest);
                state[p.memory - 1] = static_cast<T>(feature + p.state_zero_point);
                for (int32_t i = 0; i < p.memory; ++i) {
                    sum += *time_weights++ * (state[i] - p.state_zero_point);
                }
                state += p.memory;
            }
            const int32_t product = multiply_by_quantised(sum, p.output_multiplier, p.output_shift);
            *output++ = static_cast<int8_t>(
                clamp(add_offset(product, p.output_offset), INT8_MIN, INT8_MAX));
        }
        input += p.inputs;
    }
}

}  // namespace neurio
