#include "kernels/generic/unidirectional_sequence_lstm_s8.h"

#include "kernels/generic/lstm.h"

namespace neurio {
namespace {

int32_t dot_product(int32_t sum, const int8_t* weights, const int8_t* codes, int32_t count) {
    for (int32_t i = 0; i < count; ++i) sum += weights[i] * codes[i];
    return sum;
}

}  // namespace

void unidirectional_sequence_lstm_s8(const LstmS8Params& params, const int8_t* input,
                                     int8_t* hidden, int16_t* cell, int8_t* output) {
    const LstmS8Params& p = params;
    const auto argument = [&p](const LstmGate& gate, const int8_t* source, const int8_t* state,
                               int32_t unit) {
        const int32_t first = dot_product(gate.input_bias[unit],
                                          gate.input_weights + unit * p.inputs, source, p.inputs);
        const int32_t second = dot_product(gate.recurrent_bias[unit],
                                           gate.recurrent_weights + unit * p.units, state, p.units);
        return gate_argument(
            multiply_by_quantised(first, gate.input_multiplier, gate.input_shift),
            multiply_by_quantised(second, gate.recurrent_multiplier, gate.recurrent_shift));
    };
    lstm(p, input, hidden, cell, output, INT8_MIN, INT8_MAX, argument);
}

}  // namespace neurio
