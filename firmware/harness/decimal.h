// Real numbers as decimal text, without a C library's printf and its floating point code.
#pragma once

namespace neurio {

// `value` with three decimals, as printf("%.3f") has it: correctly rounded, ties to even.
void print_three_decimals(float value);

}  // namespace neurio
