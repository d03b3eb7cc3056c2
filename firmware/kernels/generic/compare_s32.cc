#include "kernels/generic/compare_s32.h"

namespace neurio {

void compare_s32(const CompareParams& params, const int32_t* left, const int32_t* right,
                 bool* output) {
    compare(params, left, right, output, [](const int32_t*, int32_t value) { return value; });
}

}  // namespace neurio
