// Fully connected layers of one row, and convolutions of one window that is the whole image.
#pragma once

#include <stdint.h>

#include "kernels/dsp/filter_bank.h"

namespace neurio {

struct DenseRowParams {
    const uint32_t* sixes;           // the stream of the first filters, see filter_pairs.h
    const uint32_t* requantisation;  // of the sixes
    int32_t shared;                  // whether that is one for all of them
    int32_t in_sixes;                // filters
    FilterBank rest;                 // the other filters; quads and activation are those of all
};

// input: 4 * rest.quads elements, those behind the layer's depth of any value; starts at a whole
// word. output: [in_sixes + rest.filters]. They do not overlap.
//
// Blocks of 6 filters, the rest of 2 (filter_pairs.h). No scratch memory: widening the row once for
// all filters would save a tenth of the instructions and need twice the row. Measured, instructions
// a MAC, all included: 0.97 for 640 inputs to 128 outputs, 1.03 for 128 to 128, 1.08 for 64 to 64,
// 1.6 for 64 to 10.
void dense_row_s8(const DenseRowParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
