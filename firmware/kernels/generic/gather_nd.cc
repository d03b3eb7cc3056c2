#include "kernels/generic/gather_nd.h"

#include <string.h>

#include "kernels/common/requantise.h"

namespace neurio {

void gather_nd(const GatherNdParams& params, const void* input, const int32_t* indices,
               void* output) {
    const GatherNdParams& p = params;
    uint8_t* target = static_cast<uint8_t*>(output);
    for (int32_t i = 0; i < p.slices; ++i) {
        int32_t slice = 0;
        for (int32_t axis = 0; axis < p.coordinates; ++axis) {
            slice = slice * p.sizes[axis] + clamp(*indices++, 0, p.sizes[axis] - 1);
        }
        const uint8_t* source = static_cast<const uint8_t*>(input) + slice * p.bytes;
        memcpy(target, source, static_cast<size_t>(p.bytes));
        target += p.bytes;
    }
}

}  // namespace neurio
