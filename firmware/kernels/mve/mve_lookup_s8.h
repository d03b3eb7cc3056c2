// Any function of one int8 element, as a table, with MVE: 4 instructions per 16 elements.
#pragma once

#include <stdint.h>

namespace neurio {

struct MveLookupParams {
    int32_t elements;
    const int8_t* table;  // [256], indexed by the code as an unsigned byte
};

// `output` may be `input`.
void mve_lookup_s8(const MveLookupParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
