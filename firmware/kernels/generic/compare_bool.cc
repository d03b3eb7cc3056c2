#include "kernels/generic/compare_bool.h"

namespace neurio {

void compare_bool(const CompareParams& params, const bool* left, const bool* right, bool* output) {
    compare(params, left, right, output, [](const int32_t*, bool value) { return value; });
}

}  // namespace neurio
