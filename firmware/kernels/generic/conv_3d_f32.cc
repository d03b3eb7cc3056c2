#include "kernels/generic/conv_3d_f32.h"

#include "kernels/common/window.h"

namespace neurio {
namespace {

// The taps of one axis that lie inside the input, at one position of the output.
struct Span {
    int32_t origin;
    Taps taps;
};

Span span_of(const Conv3dParams& p, int axis, int32_t position) {
    const int32_t origin = position * p.strides[axis] - p.pads[axis];
    return {origin,
            taps_inside(origin, p.kernel_shape[axis], p.dilations[axis], p.input_shape[axis])};
}

// Adds one tap's share to all output channels: sums += input[i] * weights[i][...].
void accumulate(const Conv3dParams& p, const float* pixel, const float* weights, float* sums) {
    for (int32_t i = 0; i < p.input_channels; ++i) {
        const float value = pixel[i];
        for (int32_t channel = 0; channel < p.output_channels; ++channel) {
            sums[channel] += value * weights[channel];
        }
        weights += p.output_channels;
    }
}

void convolve(const Conv3dParams& p, const Span (&spans)[3], const float* input, float* sums) {
    for (int32_t channel = 0; channel < p.output_channels; ++channel)
        sums[channel] = p.bias[channel];
    for (int32_t kz = spans[0].taps.begin; kz < spans[0].taps.end; ++kz) {
        const int32_t z = spans[0].origin + kz * p.dilations[0];
        for (int32_t ky = spans[1].taps.begin; ky < spans[1].taps.end; ++ky) {
            const int32_t y = spans[1].origin + ky * p.dilations[1];
            for (int32_t kx = spans[2].taps.begin; kx < spans[2].taps.end; ++kx) {
                const int32_t x = spans[2].origin + kx * p.dilations[2];
                const int32_t place = (z * p.input_shape[1] + y) * p.input_shape[2] + x;
                const int32_t tap = (kz * p.kernel_shape[1] + ky) * p.kernel_shape[2] + kx;
                accumulate(p, input + place * p.input_channels,
                           p.weights + tap * p.input_channels * p.output_channels, sums);
            }
        }
    }
    for (int32_t channel = 0; channel < p.output_channels; ++channel) {
        if (sums[channel] < p.activation_min) sums[channel] = p.activation_min;
        if (sums[channel] > p.activation_max) sums[channel] = p.activation_max;
    }
}

}  // namespace

void conv_3d_f32(const Conv3dParams& params, const float* input, float* output) {
    const Conv3dParams& p = params;
    for (int32_t z = 0; z < p.output_shape[0]; ++z) {
        for (int32_t y = 0; y < p.output_shape[1]; ++y) {
            for (int32_t x = 0; x < p.output_shape[2]; ++x) {
                const Span spans[3] = {span_of(p, 0, z), span_of(p, 1, y), span_of(p, 2, x)};
                convolve(p, spans, input, output);
                output += p.output_channels;
            }
        }
    }
}

}  // namespace neurio
