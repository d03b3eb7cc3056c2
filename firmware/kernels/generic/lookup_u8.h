// Any function of one uint8 element with an int8 result, as a table.
#pragma once

#include <stdint.h>

namespace neurio {

struct LookupU8Params {
    int32_t elements;
    const int8_t* table;  // [256], indexed by the code
};

void lookup_u8(const LookupU8Params& params, const uint8_t* input, int8_t* output);

}  // namespace neurio
