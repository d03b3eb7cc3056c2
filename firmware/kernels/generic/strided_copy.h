// Copies a regular part of a tensor in another order: slices, transpositions, repetitions.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct StridedCopyParams {
    int32_t shape[kWalkAxes];    // chunks along each axis of the output
    int32_t strides[kWalkAxes];  // bytes between chunks of the input; may be negative or zero
    int32_t offset;              // bytes before the first chunk of the input
    int32_t chunk;               // bytes that are copied at once
    int32_t unit;                // 1, 2, 4: a chunk is one aligned element of that size; else 0
};

// output: the chunks one behind the other.
void strided_copy(const StridedCopyParams& params, const void* input, void* output);

}  // namespace neurio
