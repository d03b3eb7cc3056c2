#include "kernels/generic/pad_s16.h"

namespace neurio {

void pad_s16(const PadParams& params, const int16_t* input, int16_t* output) {
    Padder<int16_t>{params, input, output}.write(0);
}

}  // namespace neurio
