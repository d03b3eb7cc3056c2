// Tells output bytes from others in one short line.
#pragma once

#include <stdint.h>

#include "harness/model.h"

namespace neurio {

// Prints the CRC-32 and the Adler-32 (as zlib has them) of the bytes that print_outputs shows.
// `outputs` are the output tensors in the layout of Suite.
void print_digest(const Model& model, const uint8_t* outputs);

}  // namespace neurio
