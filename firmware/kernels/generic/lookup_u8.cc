#include "kernels/generic/lookup_u8.h"

namespace neurio {

void lookup_u8(const LookupU8Params& params, const uint8_t* input, int8_t* output) {
    const LookupU8Params p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        output[i] = p.table[input[i]];
    }
}

}  // namespace neurio
