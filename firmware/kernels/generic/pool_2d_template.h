// Average and maximum pooling for all element types.
#pragma once

#include "kernels/common/requantise.h"
#include "kernels/common/window.h"
#include "kernels/generic/pool_2d.h"

namespace neurio {

template <typename T>
inline void average_pool_2d(const Pool2dParams& params, const T* input, T* output) {
    const Pool2dParams p = params;
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, 1, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, 1, p.input_width);
            const int32_t count = (rows.end - rows.begin) * (columns.end - columns.begin);
            for (int32_t channel = 0; channel < p.channels; ++channel) {
                int32_t sum = 0;
                for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
                    const T* value =
                        input + ((top + ky) * p.input_width + left + columns.begin) * p.channels +
                        channel;
                    for (int32_t kx = columns.begin; kx < columns.end; ++kx) {
                        sum += *value;
                        value += p.channels;
                    }
                }
                const int32_t half = sum > 0 ? count / 2 : -(count / 2);
                const int32_t mean = (sum + half) / count;
                *output++ = static_cast<T>(clamp(mean, p.activation_min, p.activation_max));
            }
        }
    }
}

template <typename T>
inline void max_pool_2d(const Pool2dParams& params, const T* input, T* output) {
    const Pool2dParams p = params;
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, 1, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, 1, p.input_width);
            for (int32_t channel = 0; channel < p.channels; ++channel) {
                int32_t largest = p.activation_min;
                for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
                    const T* value =
                        input + ((top + ky) * p.input_width + left + columns.begin) * p.channels +
                        channel;
                    for (int32_t kx = columns.begin; kx < columns.end; ++kx) {
                        if (*value > largest) largest = *value;
                        value += p.channels;
                    }
                }
                *output++ = static_cast<T>(clamp(largest, p.activation_min, p.activation_max));
            }
        }
    }
}

}  // namespace neurio
