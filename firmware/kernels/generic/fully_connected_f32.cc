#include "kernels/generic/fully_connected_f32.h"

#include "kernels/common/float_products.h"

namespace neurio {
namespace {

template <int kRows>
void multiply(const FullyConnectedF32Params& p, const float* input, float* output) {
    const float* rows[kRows];
    for (int row = 0; row < kRows; ++row) rows[row] = input + row * p.depth;
    for_each_block(p.outputs, [&](int32_t first, auto block) {
        float sums[kRows][block.kCount] = {};
        add_products(rows, p.weights + first * p.depth, p.depth, sums);
        for (int row = 0; row < kRows; ++row) {
            store(sums[row], p.bias + first, p.activation_min, p.activation_max,
                  output + row * p.outputs + first);
        }
    });
}

}  // namespace

void fully_connected_f32(const FullyConnectedF32Params& params, const float* input, float* output) {
    const FullyConnectedF32Params p = params;
    int32_t row = 0;
    for (; row + 4 <= p.rows; row += 4) {
        multiply<4>(p, input + row * p.depth, output + row * p.outputs);
    }
    for (; row < p.rows; ++row) {
        multiply<1>(p, input + row * p.depth, output + row * p.outputs);
    }
}

}  // namespace neurio
