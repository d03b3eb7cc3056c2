#include "kernels/generic/unidirectional_sequence_lstm_s16.h"

#include "kernels/common/requantise_s16.h"
#include "kernels/generic/lstm.h"

namespace neurio {
namespace {

int64_t dot_product(int64_t sum, const int8_t* weights, const int16_t* codes, int32_t count) {
    for (int32_t i = 0; i < count; ++i) sum += weights[i] * codes[i];
    return sum;
}

}  // namespace

void unidirectional_sequence_lstm_s16(const LstmS16Params& params, const int16_t* input,
                                      int16_t* hidden, int16_t* cell, int16_t* output) {
    const LstmS16Params& p = params;
    const auto argument = [&p](const LstmS16Gate& gate, const int16_t* source, const int16_t* state,
                               int32_t unit) {
        const int64_t first = dot_product(gate.input_bias[unit],
                                          gate.input_weights + unit * p.inputs, source, p.inputs);
        const int64_t second =
            dot_product(0, gate.recurrent_weights + unit * p.units, state, p.units);
        return gate_argument(
            multiply_by_short(first, gate.input_multiplier, gate.input_shift),
            multiply_by_short(second, gate.recurrent_multiplier, gate.recurrent_shift));
    };
    lstm(p, input, hidden, cell, output, INT16_MIN, INT16_MAX, argument);
}

}  // namespace neurio
