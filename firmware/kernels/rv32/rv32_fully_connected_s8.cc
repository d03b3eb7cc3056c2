#include "kernels/rv32/rv32_fully_connected_s8.h"

#include "kernels/rv32/filter_blocks.h"

namespace neurio {

void rv32_fully_connected_s8(const FullyConnectedParams& params, const int8_t* input,
                             int8_t* output) {
    const FullyConnectedParams p = params;
    for (int32_t row = 0; row < p.rows; row += kBlockRows) {
        const int32_t rows = p.rows - row < kBlockRows ? p.rows - row : kBlockRows;
        filter_blocks({p.depth, p.outputs, p.weights, p.bias, p.multipliers, p.shifts,
                       p.requantisation_step, p.output_offset, p.activation_min, p.activation_max},
                      input + row * p.depth, p.depth, rows, output + row * p.outputs, p.outputs);
    }
}

}  // namespace neurio
