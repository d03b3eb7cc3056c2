#include "kernels/generic/split.h"

#include <string.h>

namespace neurio {

void split(const SplitParams& params, const void* input, void* const* outputs) {
    const SplitParams p = params;
    const uint8_t* source = static_cast<const uint8_t*>(input);
    for (int32_t step = 0; step < p.outer; ++step) {
        for (int32_t i = 0; i < p.outputs; ++i) {
            const int32_t bytes = p.blocks[i];
            memcpy(static_cast<uint8_t*>(outputs[i]) + step * bytes, source,
                   static_cast<size_t>(bytes));
            source += bytes;
        }
    }
}

}  // namespace neurio
