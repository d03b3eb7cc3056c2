// Images become phases of a larger one, any type: the inverse of space_to_batch_nd.
#pragma once

#include <stdint.h>

namespace neurio {

// One image axis of a tensor of three is an axis "width" of 1.
struct BatchToSpaceParams {
    int32_t batches;  // of the output
    int32_t height;   // of the output
    int32_t width;
    int32_t rows;  // of the input
    int32_t columns;
    int32_t block_height;
    int32_t block_width;
    int32_t crop_top;
    int32_t crop_left;
    int32_t bytes;  // of a pixel
};

void batch_to_space_nd(const BatchToSpaceParams& params, const void* input, void* output);

}  // namespace neurio
