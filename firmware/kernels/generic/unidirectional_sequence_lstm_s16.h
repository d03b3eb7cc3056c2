// A layer of LSTM cells over all time steps of its input, int16 with int8 weights.
#pragma once

#include <stdint.h>

namespace neurio {

// Multipliers have 15 bits, shifts are to the right. Sums become codes of 1 / 4,096.
struct LstmS16Gate {
    const int8_t* input_weights;      // [units][inputs]
    const int64_t* input_bias;        // [units]
    const int8_t* recurrent_weights;  // [units][units]
    int32_t input_multiplier;
    int32_t input_shift;
    int32_t recurrent_multiplier;
    int32_t recurrent_shift;
};

// As LstmS8Params.
struct LstmS16Params {
    int32_t batches;
    int32_t steps;
    int32_t inputs;
    int32_t units;
    int32_t batch_stride;  // steps from a batch to the next in the input and the output
    int32_t step_stride;
    LstmS16Gate forget;
    LstmS16Gate input;
    LstmS16Gate cell;
    LstmS16Gate output;
    int32_t forget_multiplier;  // of forget gate and cell state
    int32_t forget_shift;
    int32_t update_multiplier;  // of input gate and cell gate
    int32_t update_shift;
    int32_t hidden_multiplier;  // of output gate and the cell state's tanh
    int32_t hidden_shift;
    int32_t hidden_offset;
    int32_t cell_clip;        // largest magnitude of the cell state, 0 for none
    int32_t tanh_multiplier;  // from codes of the cell state to steps of 1 / 12,288
    int32_t tanh_shift;
    const uint16_t* table;  // [256], logistic(i / 24) in Q0.16
};

// `hidden` is [batches][units], as is `cell`; both are changed.
void unidirectional_sequence_lstm_s16(const LstmS16Params& params, const int16_t* input,
                                      int16_t* hidden, int16_t* cell, int16_t* output);

}  // namespace neurio
