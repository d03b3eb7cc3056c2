// Fully connected layer, int8, around the inner loops of a CPU.
#pragma once

#include "kernels/common/requantise.h"
#include "kernels/generic/fully_connected_s8.h"

namespace neurio {

// Outputs whose accumulators are kept at once.
constexpr int32_t kDenseBlock = 32;

// Inputs that are widened at once; on the stack.
constexpr int32_t kDenseDepth = 256;

template <class Loops>
void requantise_dense(const FullyConnectedParams& p, const int32_t* sums, int32_t first,
                      int32_t count, int8_t* output) {
    if (p.requantisation_step != 0) {
        Loops::requantise_channels(sums, count, p.multipliers + first, p.shifts + first,
                                   p.output_offset, p.activation_min, p.activation_max, output);
        return;
    }
    for (int32_t i = 0; i < count; ++i) {
        const int32_t product = multiply_by_quantised(sums[i], p.multipliers[0], p.shifts[0]);
        const int32_t code = add_offset(product, p.output_offset);
        output[i] = static_cast<int8_t>(clamp(code, p.activation_min, p.activation_max));
    }
}

// Adds what `count` outputs from `first` on get from a row: products of weights and inputs.
template <class Loops>
void accumulate_dense(const FullyConnectedParams& p, const int8_t* input, int32_t first,
                      int32_t count, int32_t* sums) {
    int16_t widened[kDenseDepth];
    int32_t input_sum = 0;
    for (int32_t begin = 0; begin < p.depth; begin += kDenseDepth) {
        const int32_t length = p.depth - begin < kDenseDepth ? p.depth - begin : kDenseDepth;
        Loops::widen(input + begin, p.input_offset, length, widened);
        Loops::add_dot_products(widened, p.weights + first * p.depth + begin, p.depth, length, sums,
                                count);
        for (int32_t i = 0; i < length && p.filter_offset != 0; ++i) input_sum += widened[i];
    }
    // What the weights' zero point adds is the same for all outputs.
    for (int32_t i = 0; i < count; ++i) sums[i] += p.filter_offset * input_sum;
}

template <class Loops>
void fully_connected_s8_by(const FullyConnectedParams& params, const int8_t* input,
                           int8_t* output) {
    const FullyConnectedParams p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        for (int32_t first = 0; first < p.outputs; first += kDenseBlock) {
            const int32_t count = p.outputs - first < kDenseBlock ? p.outputs - first : kDenseBlock;
            int32_t sums[kDenseBlock];
            for (int32_t i = 0; i < count; ++i) {
                sums[i] = p.bias == nullptr ? 0 : p.bias[first + i];
            }
            accumulate_dense<Loops>(p, input, first, count, sums);
            requantise_dense<Loops>(p, sums, first, count, output);
            output += count;
        }
        input += p.depth;
    }
}

}  // namespace neurio
