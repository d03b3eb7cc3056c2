#include "kernels/generic/mul_s8.h"

namespace neurio {

void mul_s8(const MulParams& params, const int8_t* left, const int8_t* right, int8_t* output) {
    mul(params, left, right, output);
}

}  // namespace neurio
