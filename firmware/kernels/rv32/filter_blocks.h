// Products of rows of inputs with blocks of four filters, for scalar cores with 31 registers: what
// is loaded once serves several products, and all sums of a block stay in registers.
#pragma once

#include <stdint.h>

namespace neurio {

constexpr int32_t kBlockFilters = 4;
constexpr int32_t kBlockRows = 4;

// Filters of a block lie interleaved: [depth][kBlockFilters]; a last block is filled up with zeros.
// `bias` has what the input's zero point adds already in it.
struct FilterBlocks {
    int32_t depth;
    int32_t filters;
    const int8_t* weights;       // [blocks][depth][kBlockFilters]
    const int32_t* bias;         // [filters]
    const int32_t* multipliers;  // [filters], or [1] where `scale_step` is 0
    const int32_t* shifts;       // likewise
    int32_t scale_step;
    int32_t output_offset;
    int32_t activation_min;
    int32_t activation_max;
};

// Codes of `rows` inputs (at most kBlockRows), each of `depth` bytes and `input_stride` apart;
// those of a row lie side by side, `output_stride` from the next row's.
void filter_blocks(const FilterBlocks& blocks, const int8_t* inputs, int32_t input_stride,
                   int32_t rows, int8_t* output, int32_t output_stride);

}  // namespace neurio
