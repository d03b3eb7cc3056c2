#include "kernels/generic/fully_connected_s16.h"

#include "kernels/common/requantise.h"
#include "kernels/common/requantise_s16.h"

namespace neurio {

void fully_connected_s16(const FullyConnectedS16Params& params, const int16_t* input,
                         int16_t* output) {
    const FullyConnectedS16Params p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        const int8_t* weights = p.weights;
        for (int32_t out = 0; out < p.outputs; ++out) {
            int64_t sum = p.bias == nullptr ? 0 : p.bias[out];
            for (int32_t i = 0; i < p.depth; ++i) {
                sum += weights[i] * input[i];
            }
            const int32_t step = out * p.requantisation_step;
            const int32_t code = multiply_by_short(sum, p.multipliers[step], p.shifts[step]);
            *output++ = static_cast<int16_t>(clamp(code, p.activation_min, p.activation_max));
            weights += p.depth;
        }
        input += p.depth;
    }
}

}  // namespace neurio
