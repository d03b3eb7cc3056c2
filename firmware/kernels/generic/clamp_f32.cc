#include "kernels/generic/clamp_f32.h"

#include "kernels/common/float_products.h"
#include "kernels/generic/map_f32.h"

namespace neurio {

void clamp_f32(const ClampF32Params& params, const float* input, float* output) {
    const ClampF32Params p = params;
    map(p.elements, input, output,
        [p](float x) { return clamp(x, p.activation_min, p.activation_max); });
}

}  // namespace neurio
