// Constants of the features. front_end_tables.cc is rendered from neurio_gen/sound/front_end.py.
#pragma once

#include <stdint.h>

namespace neurio::front_end {

constexpr uint32_t kHop = 512;
constexpr uint32_t kWindow = 1024;
constexpr uint32_t kBins = kWindow / 2 + 1;
constexpr uint32_t kBands = 40;

// (cos, -sin) of 2 pi k / kWindow
struct Turn {
    float cosine;
    float minus_sine;
};

// The spectral lines that a band sums up.
struct Band {
    uint16_t start;
    uint16_t length;
};

extern const float kWindowFactors[kWindow];
extern const Turn kTurns[kWindow * 3 / 4];
extern const Band kBandLines[kBands];
extern const float kBandWeights[];
// A feature is kSlope * log2(power) + kIntercept; log2 is a series in odd powers.
extern const float kSlope;
extern const float kIntercept;
constexpr uint32_t kLogTerms = 5;
extern const float kLogSeries[kLogTerms];

}  // namespace neurio::front_end
