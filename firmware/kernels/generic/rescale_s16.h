// int16 codes under another scale, which may differ for negative ones: ReLU, leaky ReLU, QUANTIZE.
#pragma once

#include <stdint.h>

namespace neurio {

struct RescaleS16Params {
    int32_t elements;
    int32_t positive_multiplier;
    int32_t positive_shift;
    int32_t negative_multiplier;
    int32_t negative_shift;
    int32_t activation_min;
    int32_t activation_max;
};

// `output` may be `input`.
void rescale_s16(const RescaleS16Params& params, const int16_t* input, int16_t* output);

}  // namespace neurio
