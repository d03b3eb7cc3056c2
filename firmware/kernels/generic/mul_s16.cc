#include "kernels/generic/mul_s16.h"

namespace neurio {

void mul_s16(const MulParams& params, const int16_t* left, const int16_t* right, int16_t* output) {
    mul(params, left, right, output);
}

}  // namespace neurio
