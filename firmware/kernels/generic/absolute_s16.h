// Magnitudes of int16 codes, under another scale.
#pragma once

#include <stdint.h>

namespace neurio {

struct AbsoluteS16Params {
    int32_t elements;
    int32_t multiplier;
    int32_t shift;
};

// `output` may be `input`.
void absolute_s16(const AbsoluteS16Params& params, const int16_t* input, int16_t* output);

}  // namespace neurio
