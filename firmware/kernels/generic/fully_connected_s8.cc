#include "kernels/generic/fully_connected_s8.h"

#include "kernels/common/dot_products.h"
#include "kernels/common/requantise.h"

namespace neurio {
namespace {

// Outputs whose accumulators are kept at once.
constexpr int32_t kBlock = 32;

// Weights with a zero point: what it adds is the same for all outputs.
int32_t zero_point_share(const FullyConnectedParams& p, const int8_t* input) {
    int32_t sum = 0;
    for (int32_t i = 0; i < p.depth; ++i) sum += input[i] + p.input_offset;
    return sum * p.filter_offset;
}

void requantise(const FullyConnectedParams& p, const int32_t* sums, int32_t first, int32_t count,
                int8_t* output) {
    if (p.requantisation_step != 0) {
        requantise_channels(sums, count, p.multipliers + first, p.shifts + first, p.output_offset,
                            p.activation_min, p.activation_max, output);
        return;
    }
    for (int32_t i = 0; i < count; ++i) {
        const int32_t code =
            multiply_by_quantised(sums[i], p.multipliers[0], p.shifts[0]) + p.output_offset;
        output[i] = static_cast<int8_t>(clamp(code, p.activation_min, p.activation_max));
    }
}

}  // namespace

void fully_connected_s8(const FullyConnectedParams& params, const int8_t* input, int8_t* output) {
    const FullyConnectedParams p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        const int32_t share = p.filter_offset == 0 ? 0 : zero_point_share(p, input);
        for (int32_t first = 0; first < p.outputs; first += kBlock) {
            const int32_t count = p.outputs - first < kBlock ? p.outputs - first : kBlock;
            int32_t sums[kBlock];
            for (int32_t i = 0; i < count; ++i) {
                sums[i] = share + (p.bias == nullptr ? 0 : p.bias[first + i]);
            }
            add_dot_products(input, p.input_offset, p.weights + first * p.depth, p.depth, p.depth,
                             sums, count);
            requantise(p, sums, first, count, output);
            output += count;
        }
        input += p.depth;
    }
}

}  // namespace neurio
