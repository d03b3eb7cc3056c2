// Rows of windows that fit into one vector each, channel by channel, with requantisation, with MVE:
// the inner loops of mve_depthwise_windows_s8.
//
// Blocking: four channels by a row of windows; filters, multipliers and shifts stay in vector
// registers. Instructions of 4 outputs: 19 (22 two-sided); 10 a row of windows, 30 four channels.
#pragma once

#include <stdint.h>

namespace neurio {

struct MveWindowJob {
    int32_t next_window;  // bytes from the end of a row of windows to the next
    int32_t next_output;  // likewise
    int32_t windows;      // of a row
    int32_t rows;
    int32_t channel_bytes;  // of the tile
    const int8_t* tile;
    int8_t* output;
    int32_t channels;  // at least four; the last four come together
    int32_t output_offset;
    int32_t output_column_bytes;
    // Four channels a block: int8_t filters[4][16]; int32_t multipliers[4], shifts[4], bias[4]
    const uint32_t* packed;
};

using MveWindowRows = void (*)(const MveWindowJob& job);

// The increment of a vector load is part of the instruction, so there is a function for each number
// of bytes from one window to the next.
extern "C" {
void neurio_mve_windows_1(const MveWindowJob& job);
void neurio_mve_windows_1_two_sided(const MveWindowJob& job);
void neurio_mve_windows_6(const MveWindowJob& job);
void neurio_mve_windows_6_two_sided(const MveWindowJob& job);
void neurio_mve_windows_12(const MveWindowJob& job);
void neurio_mve_windows_12_two_sided(const MveWindowJob& job);
}

}  // namespace neurio
