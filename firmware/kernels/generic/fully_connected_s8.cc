#include "kernels/generic/fully_connected_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {

void fully_connected_s8(const FullyConnectedParams& params, const int8_t* input, int8_t* output) {
    const FullyConnectedParams p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        const int8_t* weights = p.weights;
        for (int32_t out = 0; out < p.outputs; ++out) {
            int32_t sum = p.bias == nullptr ? 0 : p.bias[out];
            for (int32_t i = 0; i < p.depth; ++i) {
                sum += (weights[i] + p.filter_offset) * (input[i] + p.input_offset);
            }
            const int32_t step = out * p.requantisation_step;
            const int32_t code =
                multiply_by_quantised(sum, p.multipliers[step], p.shifts[step]) + p.output_offset;
            *output++ = static_cast<int8_t>(clamp(code, p.activation_min, p.activation_max));
            weights += p.depth;
        }
        input += p.depth;
    }
}

}  // namespace neurio
