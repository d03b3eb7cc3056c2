#include "kernels/generic/fully_connected_s8.h"

#include "kernels/common/portable_loops.h"
#include "kernels/generic/fully_connected_s8_template.h"

namespace neurio {

void fully_connected_s8(const FullyConnectedParams& params, const int8_t* input, int8_t* output) {
    fully_connected_s8_by<PortableLoops>(params, input, output);
}

}  // namespace neurio
