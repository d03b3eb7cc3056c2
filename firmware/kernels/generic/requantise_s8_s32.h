// int8 codes to int32 codes.
#pragma once

#include <stdint.h>

namespace neurio {

struct RequantiseS8S32Params {
    int32_t elements;
    int32_t input_offset;  // minus the input's zero point
    int32_t multiplier;
    int32_t shift;
    int32_t output_offset;
};

void requantise_s8_s32(const RequantiseS8S32Params& params, const int8_t* input, int32_t* output);

}  // namespace neurio
