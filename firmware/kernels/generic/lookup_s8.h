// Any function of one int8 element, as a table.
#pragma once

#include <stdint.h>

namespace neurio {

struct LookupParams {
    int32_t elements;
    const int8_t* table;  // [256], indexed by code + 128
};

// `output` may be `input`.
void lookup_s8(const LookupParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
