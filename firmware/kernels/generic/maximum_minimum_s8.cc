#include "kernels/generic/maximum_minimum_s8.h"

namespace neurio {

void maximum_minimum_s8(const MaximumMinimumParams& params, const int8_t* left, const int8_t* right,
                        int8_t* output) {
    maximum_minimum(params, left, right, output);
}

}  // namespace neurio
