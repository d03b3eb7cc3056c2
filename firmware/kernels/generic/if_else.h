// IF: one of two branches runs.
#pragma once

#include <stdint.h>

#include "kernels/common/routine.h"

namespace neurio {

struct IfElseParams {
    Routine then_branch;
    Routine else_branch;
    int32_t inputs;   // values that a branch is given, without the condition
    int32_t outputs;  // values that it writes
};

void if_else(const IfElseParams& params, bool condition, const void* const* inputs,
             void* const* outputs, uint8_t* scratch);

// The condition, all inputs, all outputs, then the scratch of both branches.
template <typename... Pointers>
inline void if_else(const IfElseParams& params, const bool* condition, Pointers*... buffers) {
    void* const all[] = {const_cast<void*>(static_cast<const void*>(buffers))...};
    const void* const* inputs = all;
    void* const* outputs = all + params.inputs;
    if_else(params, *condition, inputs, outputs, static_cast<uint8_t*>(outputs[params.outputs]));
}

}  // namespace neurio
