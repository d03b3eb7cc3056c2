// Joins tensors along an axis: blocks of all inputs in turn.
#pragma once

#include <stdint.h>

namespace neurio {

struct ConcatenationParams {
    int32_t outer;          // times that every input gives a block
    int32_t inputs;         // number of inputs
    const int32_t* blocks;  // [inputs], bytes of a block
};

void concatenation(const ConcatenationParams& params, const void* const* inputs, void* output);

// All inputs, then the output.
template <typename... Pointers>
inline void concatenation(const ConcatenationParams& params, Pointers*... buffers) {
    const void* const all[] = {buffers...};
    concatenation(params, all, const_cast<void*>(all[params.inputs]));
}

}  // namespace neurio
