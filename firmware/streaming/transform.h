// The Fourier transform of a window of sound.
#pragma once

#include "streaming/front_end_tables.h"

namespace neurio::front_end {

struct Complex {
    float real;
    float imaginary;
};

constexpr uint32_t kPoints = kWindow / 2;

// The power of each spectral line of the kWindow real samples at `work`, with every line doubled:
// four times that of the transform. `work` and `spare` are overwritten; `power` may be neither.
void power_spectrum(Complex work[kPoints], Complex spare[kPoints], float power[kBins]);

}  // namespace neurio::front_end
