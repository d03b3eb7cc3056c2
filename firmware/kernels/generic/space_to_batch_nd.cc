#include "kernels/generic/space_to_batch_nd.h"

#include <string.h>

namespace neurio {
namespace {

// One row of one phase; `y` is the row of the image that it shows.
uint8_t* copy_row(const SpaceToBatchParams& p, const uint8_t* image, int32_t y, int32_t phase,
                  uint8_t* target) {
    const size_t bytes = static_cast<size_t>(p.bytes);
    for (int32_t column = 0; column < p.columns; ++column) {
        const int32_t x = column * p.block_width + phase - p.pad_left;
        if (y < 0 || y >= p.height || x < 0 || x >= p.width) {
            memset(target, p.padding, bytes);
        } else {
            memcpy(target, image + (y * p.width + x) * p.bytes, bytes);
        }
        target += bytes;
    }
    return target;
}

}  // namespace

void space_to_batch_nd(const SpaceToBatchParams& params, const void* input, void* output) {
    const SpaceToBatchParams& p = params;
    uint8_t* target = static_cast<uint8_t*>(output);
    for (int32_t i = 0; i < p.block_height; ++i) {
        for (int32_t j = 0; j < p.block_width; ++j) {
            const uint8_t* image = static_cast<const uint8_t*>(input);
            for (int32_t batch = 0; batch < p.batches; ++batch) {
                for (int32_t row = 0; row < p.rows; ++row) {
                    const int32_t y = row * p.block_height + i - p.pad_top;
                    target = copy_row(p, image, y, j, target);
                }
                image += p.height * p.width * p.bytes;
            }
        }
    }
}

}  // namespace neurio
