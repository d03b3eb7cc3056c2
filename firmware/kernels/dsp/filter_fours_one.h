// One column and a block of four filters: the last pixel of a layer of an odd number of them. A
// step of two channels takes 3 LDR, 2 SXTB16 and 4 SMLAD, 10 cycles of a Cortex-M4 for 8 products.
#pragma once

#include <stdint.h>

namespace neurio {

// block, output: as of FoursForm; columns: a pair, of which the second one is taken.
void one_column_one_sided(const uint32_t* block, const int16_t* columns, int32_t quads,
                          int8_t* output);
void one_column_two_sided(const uint32_t* block, const int16_t* columns, int32_t quads,
                          int8_t* output);

}  // namespace neurio
