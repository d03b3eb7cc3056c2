#include "kernels/dsp/max_pool_2d_words_s8.h"

#include "kernels/common/window.h"
#include "kernels/dsp/pixel_pairs.h"

namespace neurio {
namespace {

// The larger of each two signed bytes.
inline uint32_t larger_bytes(uint32_t a, uint32_t b) {
    uint32_t result;
    asm("ssub8 %0, %1, %2\n sel %0, %1, %2" : "=&r"(result) : "r"(a), "r"(b));
    return result;
}

inline uint32_t smaller_bytes(uint32_t a, uint32_t b) {
    uint32_t result;
    asm("ssub8 %0, %1, %2\n sel %0, %2, %1" : "=&r"(result) : "r"(a), "r"(b));
    return result;
}

}  // namespace

void max_pool_2d_words_s8(const Pool2dParams& params, const int8_t* input, int8_t* output) {
    const Pool2dParams p = params;
    const uint32_t low = spread(p.activation_min);
    const uint32_t high = spread(p.activation_max);
    const int32_t row_bytes = p.input_width * p.channels;
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, 1, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, 1, p.input_width);
            const int8_t* const corner =
                input + (top + rows.begin) * row_bytes + (left + columns.begin) * p.channels;
            for (int32_t channel = 0; channel < p.channels; channel += 4) {
                if (channel > p.channels - 4) channel = p.channels - 4;
                uint32_t largest = low;
                for (int32_t ky = 0; ky < rows.end - rows.begin; ++ky) {
                    const int8_t* pixel = corner + ky * row_bytes + channel;
                    for (int32_t kx = columns.begin; kx < columns.end; ++kx) {
                        largest = larger_bytes(largest, load_word(pixel));
                        pixel += p.channels;
                    }
                }
                store_word(output + channel, smaller_bytes(largest, high));
            }
            output += p.channels;
        }
    }
}

}  // namespace neurio
