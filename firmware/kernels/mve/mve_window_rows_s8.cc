#include "kernels/mve/mve_window_rows_s8.h"

#include <stddef.h>

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
    .global       \name
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

namespace neurio {

static_assert(offsetof(MveWindowJob, windows) == 8 && offsetof(MveWindowJob, rows) == 12 &&
              offsetof(MveWindowJob, tile) == 20 && offsetof(MveWindowJob, output_offset) == 32);

}  // namespace neurio
