// The results line.
#pragma once

#include <stdint.h>

#include "harness/model.h"

namespace neurio {

// Between the first dequantised output, at `output`, and the float32 values that the host loaded.
float mean_squared_error(const Model& model, const uint8_t* loaded, const uint8_t* output);

// Prints what the last inference of `model` found. `outputs` are the output tensors in the layout
// of Suite; `error` is printed where the model's result is the mean squared error.
void print_results(const Model& model, const uint8_t* outputs, float error);

// Prints the bytes of all output tensors, one tensor behind the other without gaps.
void print_outputs(const Model& model, const uint8_t* outputs);

}  // namespace neurio
