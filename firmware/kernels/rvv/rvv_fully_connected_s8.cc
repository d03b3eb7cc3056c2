#include "kernels/rvv/rvv_fully_connected_s8.h"

#include "kernels/generic/fully_connected_s8_template.h"
#include "kernels/rvv/vector_loops.h"

namespace neurio {

void rvv_fully_connected_s8(const FullyConnectedParams& params, const int8_t* input,
                            int8_t* output) {
    fully_connected_s8_by<VectorLoops>(params, input, output);
}

}  // namespace neurio
