#include "kernels/generic/svdf_s16.h"

namespace neurio {

void svdf_s16(const SvdfS16Params& params, const int8_t* input, int16_t* state, int8_t* output) {
    svdf(params, input, state, output);
}

}  // namespace neurio
