#include "kernels/generic/resize_bilinear_f32.h"

namespace neurio {

void resize_bilinear_f32(const ResizeBilinearF32Params& params, const float* input, float* output) {
    const ResizeBilinearF32Params p = params;
    for (int32_t y = 0; y < p.output_height; ++y) {
        const float* above = input + p.row_neighbours[2 * y];
        const float* below = input + p.row_neighbours[2 * y + 1];
        const float upper = p.row_weights[2 * y], lower = p.row_weights[2 * y + 1];
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = p.column_neighbours[2 * x];
            const int32_t right = p.column_neighbours[2 * x + 1];
            const float first = p.column_weights[2 * x], second = p.column_weights[2 * x + 1];
            for (int32_t i = 0; i < p.channels; ++i) {
                *output++ = above[left + i] * upper * first + below[left + i] * lower * first +
                            above[right + i] * upper * second + below[right + i] * lower * second;
            }
        }
    }
}

}  // namespace neurio
