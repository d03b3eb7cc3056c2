// WHILE: a body runs as long as a condition says so.
#pragma once

#include <stdint.h>

#include "kernels/common/routine.h"

namespace neurio {

// Most values that a loop is given.
constexpr int32_t kMostLoopValues = 64;

struct WhileLoopParams {
    Routine condition;       // writes one bool
    Routine body;            // writes the values that it changes, in the order of `changed`
    int32_t inputs;          // values that condition and body are given, at most 64
    int32_t outputs;         // values that the body changes
    const int32_t* changed;  // [outputs], their positions among the inputs
    const int32_t* bytes;    // [outputs]
    const int32_t* next;     // [outputs], where the body writes them, in bytes into the scratch
    int32_t arena;           // the memory of condition and body, in bytes into the scratch
    int32_t most_turns;      // after which the condition says no
};

// The outputs hold the values from turn to turn. The first 16 bytes of scratch are the condition's.
void while_loop(const WhileLoopParams& params, const void* const* inputs, void* const* outputs,
                uint8_t* scratch);

// All inputs, all outputs, then the scratch.
template <typename... Pointers>
inline void while_loop(const WhileLoopParams& params, Pointers*... buffers) {
    void* const all[] = {const_cast<void*>(static_cast<const void*>(buffers))...};
    const void* const* inputs = all;
    void* const* outputs = all + params.inputs;
    while_loop(params, inputs, outputs, static_cast<uint8_t*>(outputs[params.outputs]));
}

}  // namespace neurio
