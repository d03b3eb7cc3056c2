// int32 codes to int16 codes.
#pragma once

#include <stdint.h>

namespace neurio {

struct RequantiseS32S16Params {
    int32_t elements;
    int32_t input_offset;  // minus the input's zero point
    int32_t multiplier;
    int32_t shift;
    int32_t output_offset;
};

void requantise_s32_s16(const RequantiseS32S16Params& params, const int32_t* input,
                        int16_t* output);

}  // namespace neurio
