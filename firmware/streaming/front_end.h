// From sound to features: logarithms of the power in mel bands, a row of them for each hop.
#pragma once

#include <stdint.h>

#include "streaming/front_end_tables.h"
#include "streaming/transform.h"

namespace neurio {

class FrontEnd {
  public:
    // Silence is what was heard before.
    void reset();

    // The features, 0 to 1, of the last kWindow samples, after `hop` has come: kHop samples of two
    // interleaved channels, the first of which is heard.
    void take(const int16_t* hop, float features[front_end::kBands]);

  private:
    // The last half window, pre-emphasised, and the sample before the next.
    int32_t earlier_[front_end::kHop];
    int16_t last_;
    front_end::Complex work_[front_end::kPoints];
    front_end::Complex spare_[front_end::kPoints];
    float power_[front_end::kBins];
};

}  // namespace neurio
