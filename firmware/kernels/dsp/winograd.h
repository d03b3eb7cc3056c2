// Convolutions of 3x3 by Winograd's minimal filtering, exact in integers.
//
// A tile is a square of outputs. Its inputs and the weights are transformed to `points`^2 points,
// multiplied there, summed over the channels, and transformed back:
//   Y = A^T ((G w G^T) . (B^T x B)) A
// (Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015). The rows of G are
// taken without their denominators, so all is integers and the result is a known multiple of the
// convolution's sum. All is modulo 2^32, where an odd factor has an inverse: one MLA undoes the
// factor, scales the sum and adds the bias, and requantisation is that of
// compiler/kernels/dsp/top_half.py. Transformed weights and inputs fit in int16 whatever the data.
//
// Weights stay int8 in flash: 10 bytes each instead of 72. Those of two filters are transformed at
// a time, into scratch memory, once for each run of `groups` groups of four tiles.
#pragma once

#include <stdint.h>

#include "kernels/dsp/winograd_products.h"

namespace neurio {

// The inner loop of some points; `turns` is 0 where there are none.
struct WinogradLoop {
    int32_t turns;  // of `products`
    WinogradProducts* products;
};

struct WinogradParams {
    int32_t height;  // of the input
    int32_t width;
    int32_t channels;
    int32_t output_height;
    int32_t output_width;
    int32_t filters;
    int32_t pad_top;
    int32_t pad_left;
    int32_t zero_point;  // the code that stands for what lies outside of the image
    int32_t two_sided;   // 1: outputs below the zero point are codes too, ties there round down
    int32_t activation_min;
    int32_t activation_max;
    int32_t groups;  // of four tiles, in a run
    int32_t quads;   // of channels in `weights`; those behind the image's are zeros
    WinogradLoop loop;
    WinogradLoop edge_loop;  // of the second and the third class of points
    WinogradLoop corner_loop;
    // [filter][step of two channels][5], a filter of zeros behind an odd one. Step 2 q holds the
    // channels 4 q and 4 q + 2, the next one those behind them. Word i: taps 2 i and 2 i + 1 of the
    // first channel, then of the second, int8; there is no tap 9.
    const uint32_t* weights;
    const uint32_t* requantisation;  // per filter: scale, bias, multiplier, addend, negative step
};

struct TileOutputs {
    int32_t tiles;
    int32_t row_bytes;
    int32_t pixel_bytes;
};

// Transformed inputs of some neighbouring tiles of a group and of a step of two channels.
struct TransformedTiles {
    uint32_t* inputs;  // all of the run: [point][group][step][tile of 4], class of points by class
    int32_t groups;
    int32_t steps;  // of an image's channels, those of zeros included
    int32_t group;
    int32_t step;
    int32_t tile;  // the first of them
};

// Points whose sums have the same number of steps: `phases` times those of an image's channels.
// Their transformed weights begin `phases_before` times as many steps in and `slot` points on.
struct PointClass {
    int32_t points;
    int32_t phases;
    int32_t phases_before;
    int32_t slot;
};

// What depends on the size of a tile and the stride.
struct WinogradForm {
    int32_t outputs;  // a tile has that many rows and columns of outputs
    int32_t stride;
    int32_t rows;           // of inputs that a tile has, and columns
    int32_t all_points;     // of a tile
    int32_t weight_points;  // from one step's transformed weights to the next
    int32_t weight_phases;  // steps of them, for each step of an image's channels
    int32_t class_count;
    PointClass classes[3];
    // `count` columns of a row of tiles, `rows` rows each of four channels at any address, `step`
    // bytes apart -> planes [channels 0 and 2, channels 1 and 3][column][rows words].
    void (*transform_columns)(const int8_t* const* rows, int32_t step, int32_t count,
                              uint32_t* planes, int32_t plane_words);
    // `tiles` tiles, at most four, of a plane.
    void (*transform_rows)(const uint32_t* plane, int32_t tiles, const TransformedTiles& to);
    // Weights of a filter -> [step][point][filter of 2].
    void (*transform_weights)(const uint32_t* weights, const uint32_t* weights_end,
                              uint32_t* transformed);
    // Sums of tiles of one filter -> their codes. By two_sided.
    void (*outputs_of[2])(const int32_t* sums, const uint32_t* requantisation, int8_t* output,
                          const TileOutputs* tiles);
};

// input: [height][width][channels]; output: [output_height][output_width][filters]; they do not
// overlap. scratch: 4-byte aligned, as winograd.py counts it.
void winograd_convolution(const WinogradForm& form, const WinogradParams& params,
                          const int8_t* input, int8_t* output, int8_t* scratch);

}  // namespace neurio
