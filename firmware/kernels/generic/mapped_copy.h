// Copies chunks of a tensor along maps, one for each axis: mirrored padding, nearest neighbours.
#pragma once

#include <stdint.h>

namespace neurio {

struct MappedCopyParams {
    int32_t shape[4];   // chunks along each axis of the output, outermost first
    int32_t chunk;      // bytes that are copied at once
    const int32_t* a0;  // [shape[0]], bytes that a position adds to the place in the input
    const int32_t* a1;  // [shape[1]]
    const int32_t* a2;  // [shape[2]]
    const int32_t* a3;  // [shape[3]]
};

// output: the chunks one behind the other.
void mapped_copy(const MappedCopyParams& params, const void* input, void* output);

}  // namespace neurio
