#include "kernels/mve/mve_average_pool_2d_s8.h"

#include <arm_mve.h>

#include "kernels/common/window.h"

namespace neurio {
namespace {

constexpr int32_t kLanes = 8;

// round(sum / count), ties away from zero. `reciprocal` is floor(2^32 / count) + 1: its product
// with a dividend below 2^16 is too large by less than 1 / count, so the quotient is exact.
int16x8_t divide(int16x8_t sum, int32_t count, uint32_t reciprocal) {
    if (count == 1) return sum;
    const uint16x8_t magnitude =
        vaddq_n_u16(vreinterpretq_u16_s16(vabsq_s16(sum)), static_cast<uint16_t>(count / 2));
    const uint32x4_t factor = vdupq_n_u32(reciprocal);
    const uint32x4_t even = vmulhq_u32(vmovlbq_u16(magnitude), factor);
    const uint32x4_t odd = vmulhq_u32(vmovltq_u16(magnitude), factor);
    const int16x8_t mean = vreinterpretq_s16_u16(vmovntq_u32(vreinterpretq_u16_u32(even), odd));
    return vnegq_m_s16(mean, mean, vcmpltq_n_s16(sum, 0));
}

}  // namespace

void mve_average_pool_2d_s8(const Pool2dParams& params, const int8_t* input, int8_t* output) {
    const Pool2dParams p = params;
    const int16x8_t low = vdupq_n_s16(static_cast<int16_t>(p.activation_min));
    const int16x8_t high = vdupq_n_s16(static_cast<int16_t>(p.activation_max));
    const int32_t row_bytes = p.input_width * p.channels;
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, 1, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, 1, p.input_width);
            const int32_t count = (rows.end - rows.begin) * (columns.end - columns.begin);
            const uint32_t reciprocal =
                count > 1 ? UINT32_MAX / static_cast<uint32_t>(count) + 1 : 0;
            const int8_t* const corner =
                input + (top + rows.begin) * row_bytes + (left + columns.begin) * p.channels;
            for (int32_t first = 0; first < p.channels; first += kLanes) {
                const mve_pred16_t valid = vctp16q(static_cast<uint32_t>(p.channels - first));
                int16x8_t sum = vdupq_n_s16(0);
                const int8_t* row = corner + first;
                for (int32_t ky = rows.begin; ky < rows.end; ++ky, row += row_bytes) {
                    const int8_t* pixel = row;
                    for (int32_t kx = columns.begin; kx < columns.end; ++kx, pixel += p.channels) {
                        sum = vaddq_s16(sum, vldrbq_z_s16(pixel, valid));
                    }
                }
                const int16x8_t mean = divide(sum, count, reciprocal);
                vstrbq_p_s16(output + first, vminq_s16(vmaxq_s16(mean, low), high), valid);
            }
            output += p.channels;
        }
    }
}

}  // namespace neurio
