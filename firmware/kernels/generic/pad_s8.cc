#include "kernels/generic/pad_s8.h"

namespace neurio {

void pad_s8(const PadParams& params, const int8_t* input, int8_t* output) {
    Padder<int8_t>{params, input, output}.write(0);
}

}  // namespace neurio
