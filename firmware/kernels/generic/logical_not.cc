#include "kernels/generic/logical_not.h"

namespace neurio {

void logical_not(const LogicalNotParams& params, const bool* input, bool* output) {
    for (int32_t i = 0; i < params.elements; ++i) output[i] = !input[i];
}

}  // namespace neurio
