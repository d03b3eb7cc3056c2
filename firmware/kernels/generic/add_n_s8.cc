#include "kernels/generic/add_n_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {

void add_n_s8(const AddNParams& params, const int8_t* const* inputs, int8_t* output) {
    const AddNParams& p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        int32_t sum = p.start;
        for (int32_t k = 0; k < p.inputs; ++k) sum += p.scaled[inputs[k][i] + 128];
        const int32_t product = multiply_by_quantised(sum, p.output_multiplier, p.output_shift);
        const int32_t code = add_offset(product, p.output_offset);
        output[i] = static_cast<int8_t>(clamp(code, INT8_MIN, INT8_MAX));
    }
}

}  // namespace neurio
