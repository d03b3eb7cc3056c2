// One row of a filter's taps, three wide, sliding over rows of vectors, with MVE: the inner loops
// of mve_conv_2d_sliding_s8.
//
// Blocking: two filters by four neighbouring windows, for one vector of channels and one row of
// taps. The six vectors of weights stay in vector registers, the eight sums are core registers.
// A vector of the image is loaded once for all of its windows: 6 loads (9 with stride 2) for 24
// VMLADAVA of 16 multiply-accumulates each. Loads stand between multiplications, so that the M55
// overlaps them. Sums of a pass are stored for the next one; the last one makes codes of them.
//
// Instructions of such a block: 34 (37 with stride 2), 15 more in the last pass (19 two-sided);
// about 10 a row of windows and 25 a pass.
#pragma once

#include <stdint.h>

namespace neurio {

struct MveSlidingJob {
    const int8_t* vectors;    // of the first window's first tap, 16 elements each, 16-byte aligned
    int32_t* sums;            // [rows][groups, the overlapping one included][filter][window of 4]
    const uint32_t* weights;  // [tap][filter][16 elements], as words
    // First pass: biases [filter][4 times]. Last pass: multipliers[2], shifts[2], output offset,
    // bytes from the outputs of four windows to the next, -1; shifts are in [-31, 0], two-sided in
    // [-31, -1].
    const uint32_t* constants;
    const uint16_t* places;  // [8]: bytes to outputs, of the first window both, of the second both
    int8_t* output;
    int32_t vectors_back;  // bytes from behind a row's groups to its last four windows; 0: none
    int32_t output_back;   // likewise
    int32_t rows;
    int32_t groups;        // of four windows, whole ones of a row
    int32_t vectors_next;  // bytes from behind a row's last window to the next row's first
};

using MveSlidingProducts = void (*)(const MveSlidingJob& job);

// By stride. One-sided codes: see mve_dot_products_s8.h.
extern "C" {
void neurio_mve_sliding_first_1(const MveSlidingJob& job);
void neurio_mve_sliding_first_2(const MveSlidingJob& job);
void neurio_mve_sliding_next_1(const MveSlidingJob& job);
void neurio_mve_sliding_next_2(const MveSlidingJob& job);
void neurio_mve_sliding_last_1(const MveSlidingJob& job);
void neurio_mve_sliding_last_2(const MveSlidingJob& job);
void neurio_mve_sliding_last_1_two_sided(const MveSlidingJob& job);
void neurio_mve_sliding_last_2_two_sided(const MveSlidingJob& job);
}

}  // namespace neurio
