// Depthwise convolution of windows that fit into one vector, int8, with MVE.
//
// The channels are taken by 16. For a few rows of output, the input rows that they see are
// transposed into scratch as [channel][column][pitch]: the elements of one column, row by row, lie
// side by side, so the window of a channel is one contiguous vector of at most 16 elements, filters
// being spread over the same lanes. One VLDRB and one VMLADAVA make an output. Rows of output share
// the transposed rows: with a pitch of 6, four rows of 3x3 windows cost six of them.
//
// The transposition costs 11 instructions for 32 elements of two rows; outputs then come from
// mve_window_rows_s8. Where rows are long, two rows of output are a pair of filters for
// mve_narrow_products_s8, the second being the first shifted by a row: 3.6 instructions an output.
// Per MAC, 3x3: 0.56 with 24 columns, 0.80 with 5.
#pragma once

#include <stdint.h>

#include "kernels/mve/mve_narrow_products_s8.h"
#include "kernels/mve/mve_window_rows_s8.h"

namespace neurio {

// Four channels at least, activations of the full range of int8. Columns and rows may be those of
// the image or swapped.
struct MveDepthwiseWindowsParams {
    int32_t channels;
    int32_t input_rows;
    int32_t input_columns;
    int32_t input_row_bytes;     // from one row to the next
    int32_t input_column_bytes;  // from one column to the next
    int32_t output_rows;
    int32_t output_columns;
    int32_t output_row_bytes;
    int32_t output_column_bytes;
    int32_t row_stride;
    int32_t pad_rows;      // before the first
    int32_t pad_columns;   // before the first
    int32_t reach;         // input rows of a window, those between dilated taps included
    int32_t tile_rows;     // rows of output that share a transposition
    int32_t tile_columns;  // input columns of a row of windows, padding included
    int32_t pitch;         // transposed rows that a column has room for
    int32_t window_step;   // from one window to the next, bytes
    int32_t input_zero_point;
    int32_t output_offset;
    int32_t scratch_bytes;
    MveWindowRows rows;        // for the step; null where there is `narrow`
    MveNarrowProducts narrow;  // for two rows at once, else null; then tile_rows is even
    // As in MveWindowJob; for `narrow`, each channel's two filters, as in MveNarrowJob.
    const uint32_t* packed;
};

// scratch: 16 * tile_columns * pitch bytes, and 16 for the last window to reach beyond.
void mve_depthwise_windows_s8(const MveDepthwiseWindowsParams& params, const int8_t* input,
                              int8_t* output, int8_t* scratch);

}  // namespace neurio
