#include "kernels/generic/unidirectional_sequence_lstm_s8.h"

#include <string.h>

#include "kernels/common/requantise.h"
#include "kernels/common/sigmoid_s16.h"

namespace neurio {
namespace {

constexpr int32_t kFineSteps = 3;  // of 1 / 12,288 in a code of a gate

int32_t to_int16(int32_t x) { return clamp(x, INT16_MIN, INT16_MAX); }

int32_t dot_product(int32_t sum, const int8_t* weights, const int8_t* codes, int32_t count) {
    for (int32_t i = 0; i < count; ++i) sum += weights[i] * codes[i];
    return sum;
}

// What a gate's function is applied to, in steps of 1 / 12,288.
int32_t gate_argument(const LstmS8Params& p, const LstmGate& gate, const int8_t* input,
                      const int8_t* hidden, int32_t unit) {
    const int32_t from_input =
        dot_product(gate.input_bias[unit], gate.input_weights + unit * p.inputs, input, p.inputs);
    const int32_t from_hidden = dot_product(
        gate.recurrent_bias[unit], gate.recurrent_weights + unit * p.units, hidden, p.units);
    const int32_t first =
        to_int16(multiply_by_quantised(from_input, gate.input_multiplier, gate.input_shift));
    const int32_t second = to_int16(
        multiply_by_quantised(from_hidden, gate.recurrent_multiplier, gate.recurrent_shift));
    return kFineSteps * to_int16(first + second);
}

int32_t updated_cell(const LstmS8Params& p, int32_t cell, int32_t forget, int32_t input,
                     int32_t candidate) {
    const int32_t kept =
        to_int16(multiply_by_quantised(forget * cell, p.forget_multiplier, p.forget_shift));
    const int32_t added =
        to_int16(multiply_by_quantised(input * candidate, p.update_multiplier, p.update_shift));
    const int32_t sum = to_int16(kept + added);
    return p.cell_clip > 0 ? clamp(sum, -p.cell_clip, p.cell_clip) : sum;
}

int8_t hidden_code(const LstmS8Params& p, int32_t cell, int32_t gate) {
    const int32_t half = p.tanh_shift > 0 ? 1 << (p.tanh_shift - 1) : 0;
    const int32_t squashed = tanh_code((cell * p.tanh_multiplier + half) >> p.tanh_shift, p.table);
    const int32_t product =
        multiply_by_quantised(squashed * gate, p.hidden_multiplier, p.hidden_shift);
    return static_cast<int8_t>(clamp(product + p.hidden_offset, INT8_MIN, INT8_MAX));
}

// One step: reads the hidden state of the step before, writes that of this one to `output`.
void step(const LstmS8Params& p, const int8_t* input, const int8_t* hidden, int16_t* cell,
          int8_t* output) {
    for (int32_t unit = 0; unit < p.units; ++unit) {
        const int32_t forget =
            logistic_code(gate_argument(p, p.forget, input, hidden, unit), p.table);
        const int32_t admit =
            logistic_code(gate_argument(p, p.input, input, hidden, unit), p.table);
        const int32_t candidate = tanh_code(gate_argument(p, p.cell, input, hidden, unit), p.table);
        const int32_t gate =
            logistic_code(gate_argument(p, p.output, input, hidden, unit), p.table);
        cell[unit] = static_cast<int16_t>(updated_cell(p, cell[unit], forget, admit, candidate));
        output[unit] = hidden_code(p, cell[unit], gate);
    }
}

}  // namespace

void unidirectional_sequence_lstm_s8(const LstmS8Params& params, const int8_t* input,
                                     int8_t* hidden, int16_t* cell, int8_t* output) {
    const LstmS8Params& p = params;
    for (int32_t batch = 0; batch < p.batches; ++batch) {
        for (int32_t i = 0; i < p.steps; ++i) {
            const int32_t at = batch * p.batch_stride + i * p.step_stride;
            int8_t* const row = output + at * p.units;
            step(p, input + at * p.inputs, hidden, cell, row);
            memcpy(hidden, row, static_cast<size_t>(p.units));
        }
        hidden += p.units;
        cell += p.units;
    }
}

}  // namespace neurio
