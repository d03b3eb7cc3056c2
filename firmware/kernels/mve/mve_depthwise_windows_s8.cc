#include "kernels/mve/mve_depthwise_windows_s8.h"

#include <stddef.h>

#include "kernels/mve/vector_copy.h"
#include "kernels/mve/window_tile.h"

namespace neurio {
namespace {

constexpr int32_t kBlock = 4;        // channels at once
constexpr int32_t kBlockWords = 28;  // of packed constants
constexpr int32_t kPairWords = 16;   // of packed constants of a channel's two filters

// What the assembly below works on: the outputs of one tile.
struct Job {
    int32_t next_window;  // bytes from the end of a row of windows to the next
    int32_t next_output;  // likewise
    int32_t windows;      // of a row
    int32_t rows;
    int32_t channel_bytes;  // of the tile
    const int8_t* tile;
    int8_t* output;
    int32_t channels;  // at least four
    int32_t output_offset;
    int32_t output_column_bytes;
    const int32_t* packed;
};

}  // namespace
}  // namespace neurio

//   r1 r3 r5 r9     windows of four channels              q0-q3  filters
//   r0 r8 r10 r12   accumulators                          q4 q5  multipliers, shifts
//   r7              output                                q6 q7  windows, then outputs
//   r2 r4           output offset, output_column_bytes
//   r6              rows that remain
//   r11             packed constants, at the biases
asm(R"(
    .syntax unified
    .thumb

    @ Offsets in the job, and on the stack what the next four channels begin with.
    .equ job_windows, 8
    .equ job_rows, 12
    .equ job_tile, 20
    .equ job_output_offset, 32
    .equ stack_job, 0
    .equ stack_channel_bytes, 4
    .equ stack_tile, 8
    .equ stack_output, 12
    .equ stack_channels, 16
    .equ stack_bytes, 20

    .macro depthwise_windows name, step, ties
    .pushsection .text.\name, "ax", %progbits
    .balign 4
    .type \name, %function
    .thumb_func
\name:
    push          {r4-r11, lr}
    vpush         {d8-d15}
    sub           sp, #stack_bytes
    add           r1, r0, #job_tile - 4
    ldm           r1, {r1, r2, r3, r4}
    stm           sp, {r0, r1, r2, r3, r4}
    add           r1, r0, #job_output_offset
    ldm           r1, {r2, r4, r11}

1:  @ Four channels.
    ldm           sp, {r0, r1, r3, r7}
    ldrd          lr, r6, [r0, #job_windows]
    mov           r8, r1
    mov           r1, r3
    add           r3, r1, r8
    add           r5, r3, r8
    add           r9, r5, r8
    vldrw.u32     q0, [r11], #16
    vldrw.u32     q1, [r11], #16
    vldrw.u32     q2, [r11], #16
    vldrw.u32     q3, [r11], #16
    vldrw.u32     q4, [r11], #16
    vldrw.u32     q5, [r11], #16

2:  @ A row of windows.
    dls           lr, lr
3:  ldm           r11, {r0, r8, r10, r12}
    vldrb.u8      q6, [r1], #\step
    vmladava.s8   r0, q6, q0
    vldrb.u8      q7, [r3], #\step
    vmladava.s8   r8, q7, q1
    vldrb.u8      q6, [r5], #\step
    vmladava.s8   r10, q6, q2
    vldrb.u8      q7, [r9], #\step
    vmladava.s8   r12, q7, q3
    vmov          q6[2], q6[0], r0, r10
    vmov          q6[3], q6[1], r8, r12
    vqrdmulh.s32  q6, q6, q4
    .if \ties
    vand          q7, q6, q5
    vshr.s32      q7, q7, #31
    vadd.i32      q6, q6, q7
    .endif
    vrshl.s32     q6, q6, q5
    vadd.i32      q6, q6, r2
    vqmovnb.s32   q6, q6
    vqmovnb.s16   q6, q6
    vstrb.32      q6, [r7]
    add           r7, r4
    le            lr, 3b
    ldr           r0, [sp, #stack_job]
    ldm           r0, {r8, r10, lr}
    add           r1, r8
    add           r3, r8
    add           r5, r8
    add           r9, r8
    add           r7, r10
    subs          r6, #1
    bne           2b

    @ The next four channels, or the last four.
    add           r11, #16
    add           r1, sp, #stack_channel_bytes
    ldm           r1, {r0, r1, r3, r5}
    subs          r5, #4
    ble           4f
    mov           r6, #4
    cmp           r5, #4
    itt           lt
    movlt         r6, r5
    movlt         r5, #4
    mla           r1, r6, r0, r1
    add           r3, r6
    strd          r1, r3, [sp, #stack_tile]
    str           r5, [sp, #stack_channels]
    b             1b

4:  add           sp, #stack_bytes
    vpop          {d8-d15}
    pop           {r4-r11, pc}
    .size \name, . - \name
    .popsection
    .endm

    @ The increment of a vector load is part of the instruction, so there is one function a step.
    depthwise_windows neurio_mve_windows_1, 1, 0
    depthwise_windows neurio_mve_windows_1_two_sided, 1, 1
    depthwise_windows neurio_mve_windows_6, 6, 0
    depthwise_windows neurio_mve_windows_6_two_sided, 6, 1
    depthwise_windows neurio_mve_windows_12, 12, 0
    depthwise_windows neurio_mve_windows_12_two_sided, 12, 1
)");

extern "C" {
void neurio_mve_windows_1(const neurio::Job&);
void neurio_mve_windows_1_two_sided(const neurio::Job&);
void neurio_mve_windows_6(const neurio::Job&);
void neurio_mve_windows_6_two_sided(const neurio::Job&);
void neurio_mve_windows_12(const neurio::Job&);
void neurio_mve_windows_12_two_sided(const neurio::Job&);
}

namespace neurio {
namespace {

static_assert(offsetof(Job, windows) == 8 && offsetof(Job, rows) == 12 &&
              offsetof(Job, tile) == 20 && offsetof(Job, output_offset) == 32);

void run(const Job& job, int32_t step, bool two_sided) {
    switch (step) {
        case 1:
            return two_sided ? neurio_mve_windows_1_two_sided(job) : neurio_mve_windows_1(job);
        case 6:
            return two_sided ? neurio_mve_windows_6_two_sided(job) : neurio_mve_windows_6(job);
        default:
            return two_sided ? neurio_mve_windows_12_two_sided(job) : neurio_mve_windows_12(job);
    }
}

// Some rows of output of up to 16 channels, from the tile in scratch.
struct Part {
    int32_t channels;
    int32_t rows;
    const int8_t* tile;
    int8_t* output;
    const int32_t* packed;
};

void multiply(const MveDepthwiseWindowsParams& p, const Part& part) {
    const Job job = {
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
    run(job, p.window_step, p.two_sided != 0);
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
    const int32_t* packed = p.packed;

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
