// Bilinear resizing, float32.
#pragma once

#include <stdint.h>

namespace neurio {

// For each row and column of the output: elements to its two neighbours in the input, and what each
// of them weighs.
struct ResizeBilinearF32Params {
    int32_t output_height;
    int32_t output_width;
    int32_t channels;
    const int32_t* row_neighbours;     // [output_height][2]
    const float* row_weights;          // [output_height][2]
    const int32_t* column_neighbours;  // [output_width][2]
    const float* column_weights;       // [output_width][2]
};

// input, output: [height][width][channels].
void resize_bilinear_f32(const ResizeBilinearF32Params& params, const float* input, float* output);

}  // namespace neurio
