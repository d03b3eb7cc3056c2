#include "kernels/generic/while_loop.h"

#include <string.h>

namespace neurio {

void while_loop(const WhileLoopParams& params, const void* const* inputs, void* const* outputs,
                uint8_t* scratch) {
    const WhileLoopParams& p = params;
    const void* values[kMostLoopValues];
    void* next[kMostLoopValues];
    for (int32_t i = 0; i < p.inputs; ++i) values[i] = inputs[i];
    for (int32_t i = 0; i < p.outputs; ++i) {
        const int32_t position = p.changed[i];
        memcpy(outputs[i], inputs[position], static_cast<size_t>(p.bytes[i]));
        values[position] = outputs[i];
        next[i] = scratch + p.next[i];
    }
    bool* again = reinterpret_cast<bool*>(scratch);
    void* const said[] = {again};
    uint8_t* arena = scratch + p.arena;
    for (int32_t turn = 0; turn < p.most_turns; ++turn) {
        p.condition(values, said, arena);
        if (!*again) return;
        p.body(values, next, arena);
        for (int32_t i = 0; i < p.outputs; ++i) {
            memcpy(outputs[i], next[i], static_cast<size_t>(p.bytes[i]));
        }
    }
}

}  // namespace neurio
