// Parts a tensor along an axis: blocks go to all outputs in turn.
#pragma once

#include <stdint.h>

namespace neurio {

struct SplitParams {
    int32_t outer;          // times that every output takes a block
    int32_t outputs;        // number of outputs
    const int32_t* blocks;  // [outputs], bytes of a block
};

void split(const SplitParams& params, const void* input, void* const* outputs);

// The input, then all outputs.
template <typename... Pointers>
inline void split(const SplitParams& params, const void* input, Pointers*... outputs) {
    void* const all[] = {outputs...};
    split(params, input, all);
}

}  // namespace neurio
