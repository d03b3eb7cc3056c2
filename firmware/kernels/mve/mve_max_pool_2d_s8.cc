#include "kernels/mve/mve_max_pool_2d_s8.h"

#include <arm_mve.h>

#include "kernels/common/window.h"

namespace neurio {
namespace {

constexpr int32_t kLanes = 16;

}  // namespace

void mve_max_pool_2d_s8(const Pool2dParams& params, const int8_t* input, int8_t* output) {
    const Pool2dParams p = params;
    const int8x16_t low = vdupq_n_s8(static_cast<int8_t>(p.activation_min));
    const int8x16_t high = vdupq_n_s8(static_cast<int8_t>(p.activation_max));
    const int32_t row_bytes = p.input_width * p.channels;
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, 1, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, 1, p.input_width);
            const int8_t* const corner =
                input + (top + rows.begin) * row_bytes + (left + columns.begin) * p.channels;
            for (int32_t first = 0; first < p.channels; first += kLanes) {
                const mve_pred16_t valid = vctp8q(static_cast<uint32_t>(p.channels - first));
                int8x16_t largest = low;
                const int8_t* row = corner + first;
                for (int32_t ky = rows.begin; ky < rows.end; ++ky, row += row_bytes) {
                    const int8_t* pixel = row;
                    for (int32_t kx = columns.begin; kx < columns.end; ++kx, pixel += p.channels) {
                        largest = vmaxq_s8(largest, vldrbq_z_s8(pixel, valid));
                    }
                }
                vstrbq_p_s8(output + first, vminq_s8(largest, high), valid);
            }
            output += p.channels;
        }
    }
}

}  // namespace neurio
