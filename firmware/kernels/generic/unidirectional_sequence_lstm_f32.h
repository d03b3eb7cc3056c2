// A layer of LSTM cells over all time steps of its input, float32.
#pragma once

#include <stdint.h>

namespace neurio {

// Weights of the four gates lie side by side, in the order input, forget, cell, output.
struct LstmF32Params {
    int32_t batches;
    int32_t steps;
    int32_t inputs;
    int32_t units;
    int32_t batch_stride;  // steps from a batch to the next in the input and the output
    int32_t step_stride;
    float cell_clip;                 // largest magnitude of the cell state
    const float* input_weights;      // [units][inputs][4]
    const float* recurrent_weights;  // [units][units][4]
    const float* bias;               // [units][4]
};

// `hidden` is [batches][units], as is `cell`; both are changed.
void unidirectional_sequence_lstm_f32(const LstmF32Params& params, const float* input,
                                      float* hidden, float* cell, float* output);

}  // namespace neurio
