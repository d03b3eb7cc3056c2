#include "kernels/generic/concatenation.h"

#include <string.h>

namespace neurio {

void concatenation(const ConcatenationParams& params, const void* const* inputs, void* output) {
    const ConcatenationParams p = params;
    uint8_t* target = static_cast<uint8_t*>(output);
    for (int32_t step = 0; step < p.outer; ++step) {
        for (int32_t i = 0; i < p.inputs; ++i) {
            const int32_t bytes = p.blocks[i];
            memcpy(target, static_cast<const uint8_t*>(inputs[i]) + step * bytes,
                   static_cast<size_t>(bytes));
            target += bytes;
        }
    }
}

}  // namespace neurio
