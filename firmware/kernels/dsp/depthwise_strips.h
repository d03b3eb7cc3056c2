// Rows of a depthwise 3x3 convolution of four channels, from planes that widen_rows made.
#pragma once

#include <stdint.h>

namespace neurio {

// Outputs of four channels and some rows. The first fields are copied to the stack by the assembly.
struct Strip {
    const uint32_t* planes;
    const uint32_t* filters;
    int8_t* output;
    int32_t row;  // bytes from one output row to the next
    int32_t three_rows;
    int32_t column;  // bytes from one output column to the next
    int8_t* end;     // of the first row and channel
    int32_t span;    // bytes from `output` to `end`
    int32_t channels;
};

using ComputeStrip = void (*)(const Strip*);

// Two sided: outputs below the zero point are codes too, ties there round down.
void four_rows_one_sided(const Strip* strip);
void four_rows_two_sided(const Strip* strip);
void two_rows_one_sided(const Strip* strip);
void two_rows_two_sided(const Strip* strip);
void two_rows_stride_2_one_sided(const Strip* strip);
void two_rows_stride_2_two_sided(const Strip* strip);
// Of an even number of columns.
void two_columns_stride_2_one_sided(const Strip* strip);
void two_columns_stride_2_two_sided(const Strip* strip);

}  // namespace neurio
