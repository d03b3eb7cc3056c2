// Slices of a tensor by their coordinates, any type.
#pragma once

#include <stdint.h>

namespace neurio {

// Most coordinates of a slice.
constexpr int kMaxCoordinates = 5;

struct GatherNdParams {
    int32_t slices;
    int32_t coordinates;             // of each slice
    int32_t sizes[kMaxCoordinates];  // of the axes that they name
    int32_t bytes;                   // of a slice
};

// A coordinate that is not there counts as the nearest that is.
void gather_nd(const GatherNdParams& params, const void* input, const int32_t* indices,
               void* output);

}  // namespace neurio
