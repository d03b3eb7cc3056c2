#include "kernels/generic/l2_pool_2d_f32.h"

#include "kernels/common/float_products.h"
#include "kernels/common/functions_f32.h"

namespace neurio {
namespace {

template <int kChannels>
void root_mean_square(const Pool2dF32Params& p, const PoolWindow& window, int32_t channel,
                      float* output) {
    float sums[kChannels] = {};
    reduce(p, window, channel, sums, [](float sum, float value) { return sum + value * value; });
    const float count = static_cast<float>(window.rows * window.columns);
    unrolled<kChannels>([&](int i) {
        output[channel + i] =
            clamp(square_root(sums[i] / count), p.activation_min, p.activation_max);
    });
}

}  // namespace

void l2_pool_2d_f32(const Pool2dF32Params& params, const float* input, float* output) {
    const Pool2dF32Params p = params;
    for_each_window(p, input, output, [&p](const PoolWindow& window, float* pixel) {
        int32_t channel = 0;
        for (; channel + 4 <= p.channels; channel += 4)
            root_mean_square<4>(p, window, channel, pixel);
        for (; channel < p.channels; ++channel) root_mean_square<1>(p, window, channel, pixel);
    });
}

}  // namespace neurio
