// Dot products of vectors of at most 32 elements, by pairs of filters: see mve_narrow_products_s8.
#pragma once

#include "kernels/mve/mve_dot_products_s8.h"

namespace neurio {

// A form of MveDotProducts: at least four vectors and two filters, the full range of int8.
void mve_dot_narrow(const MveFilterBank& bank, const int8_t* vectors, int32_t pitch, int32_t count,
                    int8_t* output);

}  // namespace neurio
