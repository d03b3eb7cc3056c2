// Products of transformed weights and transformed inputs: the inner loop of Winograd convolutions.
//
// Every point of the transform is a matrix product of its own: 2 filters x 4 tiles, sums over the
// channels, two a SMLAD. Sums are taken modulo 2^32.
//
// A step is two channels: 2 words of weights, 4 words of inputs, 6 LDR and 8 SMLAD for 16 products:
// 0.88 instructions a product. The loop is unrolled as its name says; what alternates in it fits an
// instruction cache of 1 KB.
#pragma once

#include <stdint.h>

namespace neurio {

constexpr int32_t kTileGroup = 4;  // tiles in registers at once

// Strides in bytes, as the assembly adds them.
struct WinogradStrides {
    const uint32_t* weights_end;  // of the points of the first step
    int32_t inputs_per_point;
    int32_t sums_per_group;
    int32_t weights_per_turn_but_one;  // of the looped forms: what all turns but the last pass
};

// weights: [step][point][filter of 2] words; inputs: [point][group][step][tile of 4] words;
// sums: [group][point][filter of 2][tile of 4].
using WinogradProducts = void(const uint32_t* weights, const uint32_t* inputs, int32_t* sums,
                              const WinogradStrides* strides);

extern "C" {
// As many steps as the name says, for tiles of 4x4 outputs (36 points) and 2x2 (16 points).
WinogradProducts neurio_products_4x4_2;
WinogradProducts neurio_products_4x4_4;
WinogradProducts neurio_products_4x4_6;
WinogradProducts neurio_products_4x4_8;
WinogradProducts neurio_products_4x4_10;
WinogradProducts neurio_products_4x4_12;
WinogradProducts neurio_products_4x4_14;
WinogradProducts neurio_products_4x4_16;
WinogradProducts neurio_products_2x2_2;
WinogradProducts neurio_products_2x2_4;
WinogradProducts neurio_products_2x2_6;
WinogradProducts neurio_products_2x2_8;
WinogradProducts neurio_products_2x2_10;
WinogradProducts neurio_products_2x2_12;
WinogradProducts neurio_products_2x2_14;
WinogradProducts neurio_products_2x2_16;
// A multiple of that many steps, two turns or more.
WinogradProducts neurio_products_4x4_turns_of_10;
WinogradProducts neurio_products_4x4_turns_of_12;
WinogradProducts neurio_products_4x4_turns_of_14;
WinogradProducts neurio_products_4x4_turns_of_16;
WinogradProducts neurio_products_2x2_turns_of_10;
WinogradProducts neurio_products_2x2_turns_of_12;
WinogradProducts neurio_products_2x2_turns_of_14;
WinogradProducts neurio_products_2x2_turns_of_16;
}

}  // namespace neurio
