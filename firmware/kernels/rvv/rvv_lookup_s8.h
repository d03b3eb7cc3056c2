// `lookup_s8` on the RISC-V vector unit.
#pragma once

#include "kernels/generic/lookup_s8.h"

namespace neurio {

void rvv_lookup_s8(const LookupParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
