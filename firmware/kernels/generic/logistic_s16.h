// Logistic function of int16, interpolated between 256 values.
#pragma once

#include <stdint.h>

namespace neurio {

struct LogisticS16Params {
    int32_t elements;
    int32_t multiplier;  // codes times multiplier / 2^shift are x in steps of 1 / 12,288
    int32_t shift;
    const uint16_t* table;  // [256], logistic(i / 24) in Q0.16
};

// Outputs have the scale 2^-15. `output` may be `input`.
void logistic_s16(const LogisticS16Params& params, const int16_t* input, int16_t* output);

}  // namespace neurio
