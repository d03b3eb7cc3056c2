#include "kernels/generic/svdf_s8.h"

namespace neurio {

void svdf_s8(const SvdfS8Params& params, const int8_t* input, int8_t* state, int8_t* output) {
    svdf(params, input, state, output);
}

}  // namespace neurio
