// Slices of a tensor by their numbers, any type.
#pragma once

#include <stdint.h>

namespace neurio {

struct GatherParams {
    int32_t batches;  // each has indices of its own
    int32_t outer;    // what lies before the axis
    int32_t axis;     // elements along it
    int32_t indices;  // in each batch
    int32_t bytes;    // of a slice
};

// An index that is not there gives the nearest slice that is.
void gather(const GatherParams& params, const void* input, const int32_t* indices, void* output);

}  // namespace neurio
