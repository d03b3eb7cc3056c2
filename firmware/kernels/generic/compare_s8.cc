#include "kernels/generic/compare_s8.h"

namespace neurio {

void compare_s8(const CompareParams& params, const int8_t* left, const int8_t* right,
                bool* output) {
    compare(params, left, right, output,
            [](const int32_t* scaled, int8_t code) { return scaled[code + 128]; });
}

}  // namespace neurio
