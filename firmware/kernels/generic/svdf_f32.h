// Rank-reduced recurrent layers (SVDF), float32: a filter over features, then one over time.
#pragma once

#include <stdint.h>

namespace neurio {

struct SvdfF32Params {
    int32_t batches;
    int32_t inputs;
    int32_t units;
    int32_t rank;    // filters of each unit
    int32_t memory;  // steps that a filter over time sees
    float activation_min;
    float activation_max;
    const float* feature_weights;  // [units * rank][inputs]
    const float* time_weights;     // [units * rank][memory]
    const float* bias;             // [units]
};

// `state` is [batches][units * rank][memory], the newest last; it is changed.
void svdf_f32(const SvdfF32Params& params, const float* input, float* state, float* output);

}  // namespace neurio
