#include "kernels/generic/logistic_s16.h"

#include "kernels/common/sigmoid_s16.h"

namespace neurio {

void logistic_s16(const LogisticS16Params& params, const int16_t* input, int16_t* output) {
    const LogisticS16Params p = params;
    const int32_t half = p.shift > 0 ? 1 << (p.shift - 1) : 0;
    for (int32_t i = 0; i < p.elements; ++i) {
        output[i] = logistic_code((input[i] * p.multiplier + half) >> p.shift, p.table);
    }
}

}  // namespace neurio
