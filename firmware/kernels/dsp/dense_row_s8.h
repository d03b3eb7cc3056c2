// Fully connected layers of one row, and convolutions of one window that is the whole image.
#pragma once

#include <stdint.h>

#include "kernels/dsp/filter_bank.h"

namespace neurio {

struct DenseRowParams {
    const int32_t* fours;           // the stream of the first filters, see filter_pairs.h
    const int32_t* requantisation;  // of the fours
    int32_t requantisation_step;    // as in FilterFours
    int32_t in_fours;               // filters
    FilterBank rest;                // the other filters; quads and activation are those of all
};

// input: 4 * rest.quads elements, those behind the layer's depth of any value; starts at a whole
// word. output: [in_fours + rest.filters]. They do not overlap.
//
// Blocks of 4 filters, the rest of 2 (filter_pairs.h). No scratch memory: widening the row once for
// all filters would save a tenth of the instructions and need twice the row. Measured, instructions
// a MAC, all included: 1.01 for 640 inputs to 128 outputs, 1.06 for 128 to 128, 1.08 for 64 to 64,
// 1.5 for 64 to 10.
void dense_row_s8(const DenseRowParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
