// Bilinear resizing, int8, in TFLite's 10-bit fixed point.
#pragma once

#include <stdint.h>

namespace neurio {

struct ResizeBilinearParams {
    int32_t output_height;
    int32_t output_width;
    int32_t channels;
    // For each row and column of the output: elements to its two neighbours in the input, and its
    // distance from the first of them, 1,024 a step (negative before the first element).
    const int32_t* rows;     // [output_height][3]
    const int32_t* columns;  // [output_width][3]
};

// input, output: [height][width][channels].
void resize_bilinear_s8(const ResizeBilinearParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
