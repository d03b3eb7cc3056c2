#include "kernels/generic/maximum_minimum_s16.h"

namespace neurio {

void maximum_minimum_s16(const MaximumMinimumParams& params, const int16_t* left,
                         const int16_t* right, int16_t* output) {
    maximum_minimum(params, left, right, output);
}

}  // namespace neurio
