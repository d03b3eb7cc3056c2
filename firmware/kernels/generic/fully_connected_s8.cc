#include "kernels/generic/fully_connected_s8.h"

#include "kernels/common/dot_products.h"
#include "kernels/common/requantise.h"

namespace neurio {
namespace {

// Outputs whose accumulators are kept at once.
constexpr int32_t kBlock = 32;

// Inputs that are widened at once; on the stack.
constexpr int32_t kDepth = 256;

void requantise(const FullyConnectedParams& p, const int32_t* sums, int32_t first, int32_t count,
                int8_t* output) {
    if (p.requantisation_step != 0) {
        requantise_channels(sums, count, p.multipliers + first, p.shifts + first, p.output_offset,
                            p.activation_min, p.activation_max, output);
        return;
    }
    for (int32_t i = 0; i < count; ++i) {
        const int32_t product = multiply_by_quantised(sums[i], p.multipliers[0], p.shifts[0]);
        const int32_t code = add_offset(product, p.output_offset);
        output[i] = static_cast<int8_t>(clamp(code, p.activation_min, p.activation_max));
    }
}

// Adds what `count` outputs from `first` on get from a row: products of weights and inputs.
void accumulate(const FullyConnectedParams& p, const int8_t* input, int32_t first, int32_t count,
                int32_t* sums) {
    int16_t widened[kDepth];
    int32_t input_sum = 0;
    for (int32_t begin = 0; begin < p.depth; begin += kDepth) {
        const int32_t length = p.depth - begin < kDepth ? p.depth - begin : kDepth;
        widen(input + begin, p.input_offset, length, widened);
        add_dot_products(widened, p.weights + first * p.depth + begin, p.depth, length, sums,
                         count);
        for (int32_t i = 0; i < length && p.filter_offset != 0; ++i) input_sum += widened[i];
    }
    // What the weights' zero point adds is the same for all outputs.
    for (int32_t i = 0; i < count; ++i) sums[i] += p.filter_offset * input_sum;
}

}  // namespace

void fully_connected_s8(const FullyConnectedParams& params, const int8_t* input, int8_t* output) {
    const FullyConnectedParams p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        for (int32_t first = 0; first < p.outputs; first += kBlock) {
            const int32_t count = p.outputs - first < kBlock ? p.outputs - first : kBlock;
            int32_t sums[kBlock];
            for (int32_t i = 0; i < count; ++i) {
                sums[i] = p.bias == nullptr ? 0 : p.bias[first + i];
            }
            accumulate(p, input, first, count, sums);
            requantise(p, sums, first, count, output);
            output += count;
        }
        input += p.depth;
    }
}

}  // namespace neurio
