#include "kernels/generic/compare_f32.h"

namespace neurio {

void compare_f32(const CompareParams& params, const float* left, const float* right, bool* output) {
    compare(params, left, right, output, [](const int32_t*, float value) { return value; });
}

}  // namespace neurio
