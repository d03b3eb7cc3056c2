#include "kernels/mve/mve_depthwise_windows_s8.h"

#include <stddef.h>

#include "kernels/mve/vector_copy.h"
#include "kernels/mve/window_tile.h"

namespace neurio {
namespace {

// What the assembly below works on: the outputs of one tile, by blocks of four channels.
struct Job {
    int32_t next_window;  // from the end of a row of windows to the next
    int32_t next_output;  // likewise
    int32_t windows;      // of a row
    int32_t rows;
    const int8_t* tile;
    int8_t* output;
    int32_t channel_bytes;  // of the tile
    int32_t output_column_bytes;
    int32_t output_offset;
    const int32_t* packed;
    int32_t channels;
};

static_assert(offsetof(Job, rows) == 12 && offsetof(Job, output) == 20 &&
              offsetof(Job, output_column_bytes) == 28 && offsetof(Job, channels) == 40);

// clang-format off

//   r1 r3 r5 r9     windows of four channels          q0-q3  filters
//   r0 r8 r10 r12   accumulators                      q4 q5  multipliers, shifts
//   r7              output                            q6 q7  a window, then the outputs
//   r11             packed constants, at the biases   P0     valid channels
//   r2 r4           output offset, output_column_bytes
//   r6              rows that remain
// On the stack: the Job, tile and output of the next four channels, channels that remain.
#define NO_TIES ""
#define TIES                                         \
    "vand         q7, q6, q5                     \n" \
    "vshr.s32     q7, q7, #31                    \n" \
    "vadd.i32     q6, q6, q7                     \n"

#define ROWS_OF_WINDOWS(step, ties)                  \
    "push         {r4-r11, lr}                   \n" \
    "vpush        {d8-d15}                       \n" \
    "add          r1, r0, #16                    \n" \
    "ldm          r1, {r3, r5, r6, r7, r8, r9, r10} \n" \
    "sub          sp, #20                        \n" \
    "stm          sp, {r0, r3, r5, r10}          \n" \
    "mov          r4, r7                         \n" \
    "mov          r2, r8                         \n" \
    "mov          r11, r9                        \n" \
    "1: /* Four channels. */                     \n" \
    "ldm          sp, {r0, r1, r7, r10}          \n" \
    "vctp.32      r10                            \n" \
    "ldr          r8, [r0, #24]                  \n" \
    "ldr          r6, [r0, #12]                  \n" \
    "add          r3, r1, r8                     \n" \
    "add          r5, r3, r8                     \n" \
    "add          r9, r5, r8                     \n" \
    "add          r12, r9, r8                    \n" \
    "str          r12, [sp, #4]                  \n" \
    "add          r12, r7, #4                    \n" \
    "str          r12, [sp, #8]                  \n" \
    "ldr          lr, [r0, #8]                   \n" \
    "vldrw.u32    q0, [r11], #16                 \n" \
    "vldrw.u32    q1, [r11], #16                 \n" \
    "vldrw.u32    q2, [r11], #16                 \n" \
    "vldrw.u32    q3, [r11], #16                 \n" \
    "vldrw.u32    q4, [r11], #16                 \n" \
    "vldrw.u32    q5, [r11], #16                 \n" \
    "2: /* A row of windows. */                  \n" \
    "dls          lr, lr                         \n" \
    "3:                                          \n" \
    "ldm          r11, {r0, r8, r10, r12}        \n" \
    "vldrb.u8     q6, [r1], #" step "            \n" \
    "vmladava.s8  r0, q6, q0                     \n" \
    "vldrb.u8     q7, [r3], #" step "            \n" \
    "vmladava.s8  r8, q7, q1                     \n" \
    "vldrb.u8     q6, [r5], #" step "            \n" \
    "vmladava.s8  r10, q6, q2                    \n" \
    "vldrb.u8     q7, [r9], #" step "            \n" \
    "vmladava.s8  r12, q7, q3                    \n" \
    "vmov         q6[2], q6[0], r0, r10          \n" \
    "vmov         q6[3], q6[1], r8, r12          \n" \
    "vqrdmulh.s32 q6, q6, q4                     \n" \
    ties                                             \
    "vrshl.s32    q6, q6, q5                     \n" \
    "vadd.i32     q6, q6, r2                     \n" \
    "vqmovnb.s32  q6, q6                         \n" \
    "vqmovnb.s16  q6, q6                         \n" \
    "vpst                                        \n" \
    "vstrbt.32    q6, [r7]                       \n" \
    "add          r7, r4                         \n" \
    "le           lr, 3b                         \n" \
    "ldr          r0, [sp]                       \n" \
    "ldm          r0, {r8, r10, lr}              \n" \
    "add          r1, r8                         \n" \
    "add          r3, r8                         \n" \
    "add          r5, r8                         \n" \
    "add          r9, r8                         \n" \
    "add          r7, r10                        \n" \
    "subs         r6, #1                         \n" \
    "bne          2b                             \n" \
    "add          r11, #16                       \n" \
    "ldr          r10, [sp, #12]                 \n" \
    "subs         r10, #4                        \n" \
    "str          r10, [sp, #12]                 \n" \
    "bgt          1b                             \n" \
    "add          sp, #20                        \n" \
    "vpop         {d8-d15}                       \n" \
    "pop          {r4-r11, pc}                   \n"

// clang-format on

[[gnu::naked]] void step_1(const Job&) { asm(ROWS_OF_WINDOWS("1", NO_TIES)); }
[[gnu::naked]] void step_1_two_sided(const Job&) { asm(ROWS_OF_WINDOWS("1", TIES)); }
[[gnu::naked]] void step_6(const Job&) { asm(ROWS_OF_WINDOWS("6", NO_TIES)); }
[[gnu::naked]] void step_6_two_sided(const Job&) { asm(ROWS_OF_WINDOWS("6", TIES)); }
[[gnu::naked]] void step_12(const Job&) { asm(ROWS_OF_WINDOWS("12", NO_TIES)); }
[[gnu::naked]] void step_12_two_sided(const Job&) { asm(ROWS_OF_WINDOWS("12", TIES)); }

// The increment of a vector load is part of the instruction, so there is one function a step.
void run(const Job& job, int32_t step, bool two_sided) {
    switch (step) {
        case 1:
            return two_sided ? step_1_two_sided(job) : step_1(job);
        case 6:
            return two_sided ? step_6_two_sided(job) : step_6(job);
        default:
            return two_sided ? step_12_two_sided(job) : step_12(job);
    }
}

}  // namespace

void mve_depthwise_windows_s8(const MveDepthwiseWindowsParams& params, const int8_t* input,
                              int8_t* output, int8_t* scratch) {
    const MveDepthwiseWindowsParams& p = params;
    const int32_t channel_bytes = p.tile_columns * p.pitch;
    constexpr int32_t kBlockWords = WindowTile::kChannels * 7;
    const int32_t* packed = p.packed;

    fill_vectors(static_cast<int8_t>(p.input_zero_point), scratch, p.scratch_bytes);
    for (int32_t first = 0; first < p.channels; first += WindowTile::kChannels) {
        const int32_t rest = p.channels - first;
        const int32_t channels = rest < WindowTile::kChannels ? rest : WindowTile::kChannels;
        const WindowTile tile(p, channels, scratch);
        for (int32_t y = 0; y < p.output_rows; y += p.tile_rows) {
            const int32_t rows_left = p.output_rows - y;
            const int32_t rows = rows_left < p.tile_rows ? rows_left : p.tile_rows;
            tile.transpose(input + first, y * p.row_stride - p.pad_rows,
                           (rows - 1) * p.row_stride + p.reach);
            const Job job = {
                p.row_stride - p.output_columns * p.window_step,
                p.output_row_bytes - p.output_columns * p.output_column_bytes,
                p.output_columns,
                rows,
                scratch,
                output + y * p.output_row_bytes + first,
                channel_bytes,
                p.output_column_bytes,
                p.output_offset,
                packed,
                channels,
            };
            run(job, p.window_step, p.two_sided != 0);
        }
        packed += kBlockWords;
    }
}

}  // namespace neurio
