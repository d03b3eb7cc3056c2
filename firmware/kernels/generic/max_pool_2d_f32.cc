#include "kernels/generic/max_pool_2d_f32.h"

#include <float.h>

#include "kernels/common/float_products.h"

namespace neurio {
namespace {

template <int kChannels>
void maximum(const Pool2dF32Params& p, const PoolWindow& window, int32_t channel, float* output) {
    float largest[kChannels];
    unrolled<kChannels>([&](int i) { largest[i] = -FLT_MAX; });
    reduce(p, window, channel, largest,
           [](float most, float value) { return value > most ? value : most; });
    unrolled<kChannels>([&](int i) {
        output[channel + i] = clamp(largest[i], p.activation_min, p.activation_max);
    });
}

}  // namespace

void max_pool_2d_f32(const Pool2dF32Params& params, const float* input, float* output) {
    const Pool2dF32Params p = params;
    for_each_window(p, input, output, [&p](const PoolWindow& window, float* pixel) {
        int32_t channel = 0;
        for (; channel + 4 <= p.channels; channel += 4) maximum<4>(p, window, channel, pixel);
        for (; channel < p.channels; ++channel) maximum<1>(p, window, channel, pixel);
    });
}

}  // namespace neurio
