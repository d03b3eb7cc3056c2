#include "kernels/mve/mve_depthwise_windows_s8.h"

#include "kernels/mve/vector_copy.h"
#include "kernels/mve/window_tile.h"

namespace neurio {
namespace {

constexpr int32_t kBlock = 4;        // channels at once
constexpr int32_t kBlockWords = 28;  // of packed constants
constexpr int32_t kPairWords = 16;   // of packed constants of a channel's two filters

// Some rows of output of up to 16 channels, from the tile in scratch.
struct Part {
    int32_t channels;
    int32_t rows;
    const int8_t* tile;
    int8_t* output;
    const uint32_t* packed;
};

void multiply(const MveDepthwiseWindowsParams& p, const Part& part) {
    const MveWindowJob job = {
        p.row_stride - p.output_columns * p.window_step,
        p.output_row_bytes - p.output_columns * p.output_column_bytes,
        p.output_columns,
        part.rows,
        p.tile_columns * p.pitch,
        part.tile,
        part.output,
        part.channels,
        p.output_offset,
        p.output_column_bytes,
        part.packed,
    };
    p.rows(job);
}

void multiply_two_rows_at_once(const MveDepthwiseWindowsParams& p, const Part& part) {
    for (int32_t row = 0; row < part.rows; row += 2) {
        MveNarrowJob job = mve_narrow_job(part.tile + row * p.row_stride, p.window_step,
                                          p.output_columns, part.output + row * p.output_row_bytes,
                                          p.output_column_bytes, p.output_row_bytes);
        job.pairs = part.channels;
        job.next_vectors = p.tile_columns * p.pitch;
        job.next_output = 1;
        job.output_offset = p.output_offset;
        job.packed = part.packed;
        p.narrow(job);
    }
}

}  // namespace

void mve_depthwise_windows_s8(const MveDepthwiseWindowsParams& params, const int8_t* input,
                              int8_t* output, int8_t* scratch) {
    const MveDepthwiseWindowsParams& p = params;
    const bool in_pairs = p.narrow != nullptr;
    const uint32_t* packed = p.packed;

    fill_vectors(static_cast<int8_t>(p.input_zero_point), scratch, p.scratch_bytes);
    for (int32_t begin = 0; begin < p.channels; begin += WindowTile::kChannels) {
        // The last four channels come together, though some may have been there before.
        const bool overlap = !in_pairs && p.channels - begin < kBlock;
        const int32_t first = overlap ? p.channels - kBlock : begin;
        const int32_t rest = p.channels - first;
        const int32_t channels = rest < WindowTile::kChannels ? rest : WindowTile::kChannels;
        const WindowTile tile(p, channels, scratch);
        for (int32_t row = 0; row < p.output_rows; row += p.tile_rows) {
            // Pairs of rows are kept whole: the last tile may overlap the one before, too.
            const int32_t last = p.output_rows - p.tile_rows;
            const int32_t y = in_pairs && row > last ? last : row;
            const int32_t rows_left = p.output_rows - y;
            const int32_t rows = rows_left < p.tile_rows ? rows_left : p.tile_rows;
            tile.transpose(input + first, y * p.row_stride - p.pad_rows,
                           (rows - 1) * p.row_stride + p.reach);
            const Part part = {channels, rows, scratch, output + y * p.output_row_bytes + first,
                               packed};
            if (in_pairs) {
                multiply_two_rows_at_once(p, part);
            } else {
                multiply(p, part);
            }
        }
        packed += in_pairs ? channels * kPairWords : (channels + kBlock - 1) / kBlock * kBlockWords;
    }
}

}  // namespace neurio
