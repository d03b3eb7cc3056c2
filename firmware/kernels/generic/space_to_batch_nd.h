// Phases of an image become images of their own, any type.
#pragma once

#include <stdint.h>

namespace neurio {

// One image axis of a tensor of three is an axis "width" of 1.
struct SpaceToBatchParams {
    int32_t batches;  // of the input
    int32_t height;
    int32_t width;
    int32_t rows;  // of the output
    int32_t columns;
    int32_t block_height;
    int32_t block_width;
    int32_t pad_top;
    int32_t pad_left;
    int32_t bytes;    // of a pixel
    int32_t padding;  // each byte of a pixel beyond the image
};

void space_to_batch_nd(const SpaceToBatchParams& params, const void* input, void* output);

}  // namespace neurio
