// Functions of single float32 elements.
#pragma once

#include <stdint.h>

namespace neurio {

struct MapF32Params {
    int32_t elements;
};

// `output` may be the input.
template <typename Function>
inline void map(int32_t elements, const float* input, float* output, Function&& function) {
    for (int32_t i = 0; i < elements; ++i) output[i] = function(input[i]);
}

}  // namespace neurio
