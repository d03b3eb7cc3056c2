#include "kernels/generic/mapped_copy.h"

#include <string.h>

namespace neurio {

void mapped_copy(const MappedCopyParams& params, const void* input, void* output) {
    const MappedCopyParams p = params;
    const uint8_t* source = static_cast<const uint8_t*>(input);
    uint8_t* target = static_cast<uint8_t*>(output);
    for (int32_t i = 0; i < p.shape[0]; ++i) {
        for (int32_t j = 0; j < p.shape[1]; ++j) {
            for (int32_t k = 0; k < p.shape[2]; ++k) {
                const uint8_t* row = source + p.a0[i] + p.a1[j] + p.a2[k];
                if (p.chunk == 1) {
                    for (int32_t l = 0; l < p.shape[3]; ++l) *target++ = row[p.a3[l]];
                    continue;
                }
                for (int32_t l = 0; l < p.shape[3]; ++l) {
                    memcpy(target, row + p.a3[l], static_cast<size_t>(p.chunk));
                    target += p.chunk;
                }
            }
        }
    }
}

}  // namespace neurio
