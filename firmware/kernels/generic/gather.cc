#include "kernels/generic/gather.h"

#include <string.h>

#include "kernels/common/requantise.h"

namespace neurio {

void gather(const GatherParams& params, const void* input, const int32_t* indices, void* output) {
    const GatherParams& p = params;
    const uint8_t* source = static_cast<const uint8_t*>(input);
    uint8_t* target = static_cast<uint8_t*>(output);
    for (int32_t batch = 0; batch < p.batches; ++batch) {
        for (int32_t block = 0; block < p.outer; ++block) {
            for (int32_t i = 0; i < p.indices; ++i) {
                const int32_t index = clamp(indices[i], 0, p.axis - 1);
                memcpy(target, source + index * p.bytes, static_cast<size_t>(p.bytes));
                target += p.bytes;
            }
            source += p.axis * p.bytes;
        }
        indices += p.indices;
    }
}

}  // namespace neurio
