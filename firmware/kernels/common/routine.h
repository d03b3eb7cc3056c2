// A subgraph of a model as a function that other operators run.
#pragma once

#include <stdint.h>

namespace neurio {

// Reads the inputs, never writes them; uses the arena's memory. Pointers are 16-byte aligned.
using Routine = void (*)(const void* const inputs[], void* const outputs[], uint8_t* arena);

}  // namespace neurio
