#include "streaming/front_end.h"

#include <string.h>

namespace neurio {
namespace {

using namespace front_end;

constexpr uint32_t kChannels = 2;
// The pre-emphasis of 31/32, in integers and 32 times as large, so that nothing is rounded.
constexpr int32_t kEmphasis = 32;
constexpr int32_t kEmphasisOfLast = 31;

constexpr int32_t kRootHalfBits = 0x3F3504F3;
constexpr int32_t kMantissaBits = 23;
constexpr float kTiniest = 0x1p-100f;

float from_bits(int32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

int32_t to_bits(float value) {
    int32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

// The fraction is within a root of two of 1, where the series converges fast.
float log2_of(float value) {
    const int32_t bits = to_bits(value > kTiniest ? value : kTiniest);
    const int32_t exponent = (bits - kRootHalfBits) >> kMantissaBits;
    const float fraction = from_bits(bits - exponent * (1 << kMantissaBits));
    const float ratio = (fraction - 1.0f) / (fraction + 1.0f);
    const float square = ratio * ratio;
    float series = kLogSeries[0];
    for (uint32_t i = 1; i != kLogTerms; ++i) {
        series = series * square + kLogSeries[i];
    }
    return static_cast<float>(exponent) + ratio * series;
}

float clipped(float value) { return value < 0.0f ? 0.0f : value > 1.0f ? 1.0f : value; }

}  // namespace

void FrontEnd::reset() {
    memset(earlier_, 0, sizeof(earlier_));
    last_ = 0;
}

void FrontEnd::take(const int16_t* hop, float features[kBands]) {
    float* windowed = &work_[0].real;
    static_assert(sizeof(work_) == kWindow * sizeof(float), "Complex values are pairs of floats");
    for (uint32_t i = 0; i != kHop; ++i) {
        windowed[i] = static_cast<float>(earlier_[i]) * kWindowFactors[i];
    }
    int32_t last = last_;
    for (uint32_t i = 0; i != kHop; ++i) {
        const int32_t sample = hop[kChannels * i];
        const int32_t emphasised = kEmphasis * sample - kEmphasisOfLast * last;
        earlier_[i] = emphasised;
        windowed[kHop + i] = static_cast<float>(emphasised) * kWindowFactors[kHop + i];
        last = sample;
    }
    last_ = static_cast<int16_t>(last);

    power_spectrum(work_, spare_, power_);
    const float* weight = kBandWeights;
    for (uint32_t band = 0; band != kBands; ++band) {
        const float* line = power_ + kBandLines[band].start;
        float power = 0.0f;
        for (uint32_t i = kBandLines[band].length; i != 0; --i) {
            power += *line++ * *weight++;
        }
        features[band] = clipped(kSlope * log2_of(power) + kIntercept);
    }
}

}  // namespace neurio
