// From the bytes that the host loaded to the input tensors.
#pragma once

#include <stdint.h>

#include "harness/model.h"

namespace neurio {

// Fills the inputs of `model`, at `tensors` in the layout of Suite, from its host_bytes() bytes.
void load_input_tensors(const Model& model, const uint8_t* bytes, uint8_t* tensors);

}  // namespace neurio
