#include "kernels/generic/batch_to_space_nd.h"

#include <string.h>

namespace neurio {

void batch_to_space_nd(const BatchToSpaceParams& params, const void* input, void* output) {
    const BatchToSpaceParams& p = params;
    const uint8_t* source = static_cast<const uint8_t*>(input);
    uint8_t* target = static_cast<uint8_t*>(output);
    const int32_t image = p.rows * p.columns;
    for (int32_t batch = 0; batch < p.batches; ++batch) {
        for (int32_t y = p.crop_top; y < p.crop_top + p.height; ++y) {
            for (int32_t x = p.crop_left; x < p.crop_left + p.width; ++x) {
                const int32_t phase = y % p.block_height * p.block_width + x % p.block_width;
                const int32_t at = (phase * p.batches + batch) * image +
                                   y / p.block_height * p.columns + x / p.block_width;
                memcpy(target, source + at * p.bytes, static_cast<size_t>(p.bytes));
                target += p.bytes;
            }
        }
    }
}

}  // namespace neurio
