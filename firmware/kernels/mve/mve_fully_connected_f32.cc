#include "kernels/mve/mve_fully_connected_f32.h"

#include "kernels/mve/mve_float_loops.h"

namespace neurio {
namespace {

// Blocks of four filters that are multiplied at once: each has a vector of sums.
constexpr int kBlocks = 4;

// kBlocks blocks from a filter on.
void multiply_blocks(const FullyConnectedF32Params& p, const float* input, int32_t filter,
                     float* output) {
    const float* weights[kBlocks];
    float32x4_t totals[kBlocks];
    unrolled<kBlocks>([&](int block) {
        weights[block] = p.weights + (filter + 4 * block) * p.depth;
        totals[block] = vdupq_n_f32(0.0f);
    });
    for (int32_t i = 0; i < p.depth; ++i) {
        const float value = input[i];
        unrolled<kBlocks>([&](int block) {
            totals[block] = vfmaq_n_f32(totals[block], vldrwq_f32(weights[block]), value);
            weights[block] += 4;
        });
    }
    unrolled<kBlocks>([&](int block) {
        const int32_t first = filter + 4 * block;
        float sums[4];
        vstrwq_f32(sums, totals[block]);
        MveFloatLoops::store(sums, p.bias + first, p.activation_min, p.activation_max,
                             output + first);
    });
}

}  // namespace

void mve_fully_connected_f32(const FullyConnectedF32Params& params, const float* input,
                             float* output) {
    const FullyConnectedF32Params p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        int32_t filter = 0;
        for (; filter + 4 * kBlocks <= p.outputs; filter += 4 * kBlocks) {
            multiply_blocks(p, input, filter, output);
        }
        for_each_block(p.outputs - filter, [&](int32_t offset, auto block) {
            const int32_t first = filter + offset;
            float sums[1][block.kCount] = {};
            const float* const rows[] = {input};
            MveFloatLoops::add_products(rows, p.weights + first * p.depth, p.depth, sums);
            MveFloatLoops::store(sums[0], p.bias + first, p.activation_min, p.activation_max,
                                 output + first);
        });
        input += p.depth;
        output += p.outputs;
    }
}

}  // namespace neurio
