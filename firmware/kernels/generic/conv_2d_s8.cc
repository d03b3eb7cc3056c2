#include "kernels/generic/conv_2d_s8.h"

#include "kernels/common/portable_loops.h"
#include "kernels/generic/conv_2d_s8_template.h"

namespace neurio {

void conv_2d_s8(const Conv2dParams& params, const int8_t* input, int8_t* output, int8_t* scratch) {
    conv_2d_s8_by<PortableLoops>(params, input, output, scratch);
}

}  // namespace neurio
