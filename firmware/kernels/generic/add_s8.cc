#include "kernels/generic/add_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {

void add_s8(const AddParams& params, const int8_t* left, const int8_t* right, int8_t* output) {
    const AddParams p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        const int32_t sum = p.scaled_left[left[i] + 128] + p.scaled_right[right[i] + 128];
        const int32_t scaled = multiply_by_quantised(sum, p.output_multiplier, p.output_shift);
        const int32_t code = add_offset(scaled, p.output_offset);
        output[i] = static_cast<int8_t>(clamp(code, p.activation_min, p.activation_max));
    }
}

}  // namespace neurio
