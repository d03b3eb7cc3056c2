// What layers of LSTM cells share, whatever type their inputs and outputs have.
#pragma once

#include <stdint.h>
#include <string.h>

#include "kernels/common/requantise.h"
#include "kernels/common/sigmoid_s16.h"

namespace neurio {

constexpr int32_t kFineSteps = 3;  // of 1 / 12,288 in a code of a gate

inline int32_t to_int16(int32_t x) { return clamp(x, INT16_MIN, INT16_MAX); }

// What a gate's function is applied to, in steps of 1 / 12,288, from both halves of its sum.
inline int32_t gate_argument(int32_t first, int32_t second) {
    return kFineSteps * to_int16(to_int16(first) + to_int16(second));
}

template <typename Params>
inline int32_t updated_cell(const Params& p, int32_t cell, int32_t forget, int32_t input,
                            int32_t candidate) {
    const int32_t kept =
        to_int16(multiply_by_quantised(forget * cell, p.forget_multiplier, p.forget_shift));
    const int32_t added =
        to_int16(multiply_by_quantised(input * candidate, p.update_multiplier, p.update_shift));
    const int32_t sum = to_int16(kept + added);
    return p.cell_clip > 0 ? clamp(sum, -p.cell_clip, p.cell_clip) : sum;
}

// The hidden state before it is clamped to its type.
template <typename Params>
inline int32_t hidden_code(const Params& p, int32_t cell, int32_t gate) {
    const int32_t half = p.tanh_shift > 0 ? 1 << (p.tanh_shift - 1) : 0;
    const int32_t squashed = tanh_code((cell * p.tanh_multiplier + half) >> p.tanh_shift, p.table);
    return multiply_by_quantised(squashed * gate, p.hidden_multiplier, p.hidden_shift) +
           p.hidden_offset;
}

// All steps of all batches. `argument(gate, input, hidden, unit)` is what the gate's function is
// applied to; codes of the hidden state are clamped to [low, high].
template <typename Params, typename T, typename Argument>
inline void lstm(const Params& p, const T* input, T* hidden, int16_t* cell, T* output, int32_t low,
                 int32_t high, Argument argument) {
    for (int32_t batch = 0; batch < p.batches; ++batch) {
        for (int32_t i = 0; i < p.steps; ++i) {
            const int32_t at = batch * p.batch_stride + i * p.step_stride;
            const T* const source = input + at * p.inputs;
            T* const row = output + at * p.units;
            for (int32_t unit = 0; unit < p.units; ++unit) {
                const int32_t forget =
                    logistic_code(argument(p.forget, source, hidden, unit), p.table);
                const int32_t admit =
                    logistic_code(argument(p.input, source, hidden, unit), p.table);
                const int32_t candidate =
                    tanh_code(argument(p.cell, source, hidden, unit), p.table);
                const int32_t gate =
                    logistic_code(argument(p.output, source, hidden, unit), p.table);
                const int32_t state = updated_cell(p, cell[unit], forget, admit, candidate);
                cell[unit] = static_cast<int16_t>(state);
                row[unit] = static_cast<T>(clamp(hidden_code(p, state, gate), low, high));
            }
            memcpy(hidden, row, static_cast<size_t>(p.units) * sizeof(T));
        }
        hidden += p.units;
        cell += p.units;
    }
}

}  // namespace neurio
