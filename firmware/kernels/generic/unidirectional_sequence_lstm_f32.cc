#include "kernels/generic/unidirectional_sequence_lstm_f32.h"

#include <string.h>

#include "kernels/common/float_products.h"
#include "kernels/common/functions_f32.h"

namespace neurio {
namespace {

constexpr int kGates = 4;

// What the gates' functions of a unit are applied to.
struct Gates {
    float from_input[1][kGates];
    float from_hidden[1][kGates];

    float argument(int gate, const float* bias) const {
        return from_input[0][gate] + bias[gate] + from_hidden[0][gate];
    }
};

// One step: reads the hidden state of the step before, writes that of this one to `output`.
void step(const LstmF32Params& p, const float* input, const float* hidden, float* cell,
          float* output) {
    for (int32_t unit = 0; unit < p.units; ++unit) {
        Gates gates{};
        const float* const inputs[] = {input};
        const float* const states[] = {hidden};
        add_products(inputs, p.input_weights + unit * p.inputs * kGates, p.inputs,
                     gates.from_input);
        add_products(states, p.recurrent_weights + unit * p.units * kGates, p.units,
                     gates.from_hidden);
        const float* bias = p.bias + unit * kGates;
        const float admit = logistic(gates.argument(0, bias));
        const float forget = logistic(gates.argument(1, bias));
        const float candidate = hyperbolic_tangent(gates.argument(2, bias));
        const float gate = logistic(gates.argument(3, bias));
        cell[unit] = clamp(forget * cell[unit] + admit * candidate, -p.cell_clip, p.cell_clip);
        output[unit] = gate * hyperbolic_tangent(cell[unit]);
    }
}

}  // namespace

void unidirectional_sequence_lstm_f32(const LstmF32Params& params, const float* input,
                                      float* hidden, float* cell, float* output) {
    const LstmF32Params& p = params;
    for (int32_t batch = 0; batch < p.batches; ++batch) {
        for (int32_t i = 0; i < p.steps; ++i) {
            const int32_t at = batch * p.batch_stride + i * p.step_stride;
            float* const row = output + at * p.units;
            step(p, input + at * p.inputs, hidden, cell, row);
            memcpy(hidden, row, static_cast<size_t>(p.units) * sizeof(float));
        }
        hidden += p.units;
        cell += p.units;
    }
}

}  // namespace neurio
