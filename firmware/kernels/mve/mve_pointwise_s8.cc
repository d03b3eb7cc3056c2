#include "kernels/mve/mve_pointwise_s8.h"

namespace neurio {

void mve_pointwise_s8(const MvePointwiseParams& params, const int8_t* input, int8_t* output) {
    for (int32_t row = 0; row < params.rows; ++row) {
        params.bank.multiply(params.bank, input, params.column_pitch, params.columns, output);
        input += params.row_pitch;
        output += params.columns * params.bank.filters;
    }
}

}  // namespace neurio
