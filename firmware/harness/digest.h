// Tells bytes from others in one short line.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "harness/model.h"

namespace neurio {

// Prints the CRC-32 and the Adler-32 (as zlib has them) of `count` bytes.
void print_digest(const uint8_t* bytes, size_t count);

// The same of the bytes that print_outputs shows. `outputs` are the output tensors in the layout of
// Suite.
void print_output_digest(const Model& model, const uint8_t* outputs);

}  // namespace neurio
