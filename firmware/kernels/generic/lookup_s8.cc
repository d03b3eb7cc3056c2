#include "kernels/generic/lookup_s8.h"

namespace neurio {

void lookup_s8(const LookupParams& params, const int8_t* input, int8_t* output) {
    const LookupParams p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        output[i] = p.table[input[i] + 128];
    }
}

}  // namespace neurio
