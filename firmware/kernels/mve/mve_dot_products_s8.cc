#include "kernels/mve/mve_dot_products_s8.h"

#include <stddef.h>

// Written in assembly as a whole: the blocking needs every core register, of which VMLADAVA can
// only accumulate into the even ones.
//
//   r0 r2 r4 r6     accumulators of the first vector      q0-q3  filters
//   r8 r10 r12 lr   accumulators of the second vector     q4 q5  vectors
//   r1              packed filters                        q6     places of a block's outputs
//   r3              output                                P0     valid outputs (clamped form)
//   r5              output offset, in passes their count
//   r7              where the full blocks end
//   r9 r11          the two vectors
asm(R"(
    .syntax unified
    .thumb

    @ Offsets in the frame. What LDM reloads for every block comes first, then what it loads for
    @ every pair of vectors.
    .equ frame_vectors, 0       @ both
    .equ frame_entry, 8         @ of the first pass, or of the tail
    .equ frame_count, 12        @ vectors that remain
    .equ frame_advance, 16      @ bytes from a pair of vectors to the next
    .equ frame_packed, 20
    .equ frame_end, 24          @ of all blocks
    .equ frame_filters, 28
    .equ frame_overlap, 32      @ filters of the last block that the one before has too
    .equ frame_passes, 36       @ of eight steps
    .equ frame_offset, 40       @ of the output
    .equ frame_tail, 44         @ entry of the one to eight steps behind the passes
    .equ frame_steps, 48
    .equ frame_low, 52          @ activation range, eight int16 each
    .equ frame_high, 68
    .equ frame_bytes, 84
    .equ saved_bytes, 100
    .equ step_bytes, 56

    .macro step
    vldrw.u32     q0, [r1], #16
    vldrb.u8      q4, [r9], #16
    vmladava.s8   r0, q0, q4
    vldrb.u8      q5, [r11], #16
    vmladava.s8   r8, q0, q5
    vldrw.u32     q1, [r1], #16
    vmladava.s8   r2, q1, q4
    vmladava.s8   r10, q1, q5
    vldrw.u32     q2, [r1], #16
    vmladava.s8   r4, q2, q4
    vmladava.s8   r12, q2, q5
    vldrw.u32     q3, [r1], #16
    vmladava.s8   r6, q3, q4
    vmladava.s8   lr, q3, q5
    .endm

    .macro eight_steps
    .rept 8
    step
    .endr
    .endm

    .macro single_step
    vldrw.u32     q0, [r1], #16
    vldrb.u8      q4, [r9], #16
    vmladava.s8   r0, q0, q4
    vldrw.u32     q1, [r1], #16
    vmladava.s8   r2, q1, q4
    vldrw.u32     q2, [r1], #16
    vmladava.s8   r4, q2, q4
    vldrw.u32     q3, [r1], #16
    vmladava.s8   r6, q3, q4
    .endm

    @ Multipliers in q2, shifts in q3. VQRDMULH rounds as TFLite Micro's first rounding does. VRSHL
    @ rounds ties up, which the second does not for negative values: where these matter, one is
    @ taken from them unless the shift is 0.
    .macro scale value, scratch, ties
    vqrdmulh.s32  \value, \value, q2
    .if \ties
    vand          \scratch, \value, q3
    vshr.s32      \scratch, \scratch, #31
    vadd.i32      \value, \value, \scratch
    .endif
    vrshl.s32     \value, \value, q3
    .endm

    @ From int16 in q0 to codes in its even bytes.
    .macro narrow clamped
    vqadd.s16     q0, q0, r5
    .if \clamped
    vldrh.u16     q4, [sp, #frame_low]
    vmax.s16      q0, q0, q4
    vldrh.u16     q5, [sp, #frame_high]
    vmin.s16      q0, q0, q5
    .endif
    vqmovnb.s16   q0, q0
    .endm

    .macro dot_products name, ties, clamped
    .pushsection .text.\name, "ax", %progbits
    .balign 4
    .global       \name
    .type \name, %function
    .thumb_func
\name:
    push          {r4-r11, lr}
    vpush         {d8-d15}
    sub           sp, #frame_bytes
    lsl           r4, r2, #1
    strd          r3, r4, [sp, #frame_count]
    sub           r3, r1, r2
    sub           r2, r3, r2
    strd          r2, r3, [sp, #frame_vectors]
    ldm           r0, {r1, r2, r3, r4, r5, r6, r7}
    str           r7, [sp, #frame_packed]
    str           r2, [sp, #frame_filters]
    str           r3, [sp, #frame_offset]
    str           r1, [sp, #frame_steps]
    .if \clamped
    vdup.16       q4, r4
    vdup.16       q5, r5
    add           r4, sp, #frame_low
    vstrh.16      q4, [r4]
    vstrh.16      q5, [r4, #16]
    .endif
    mov           r5, r3
    @ A block has 48 bytes and 64 a step. The last one overlaps the one before, if there is one.
    lsl           r4, r1, #6
    add           r4, #48
    lsr           r0, r2, #2
    mla           r7, r0, r4, r7
    ands          r3, r2, #3
    mov           r6, r7
    itt           ne
    addne         r6, r4
    rsbne         r3, #4
    cmp           r0, #0
    it            eq
    moveq         r3, #0
    str           r6, [sp, #frame_end]
    str           r3, [sp, #frame_overlap]
    @ Bytes to an output's place: 0 F 1 F+1 2 F+2 3 F+3, as VQMOVN interleaves two vectors.
    mov           r0, #0
    vidup.u32     q6, r0, #1
    mov           r0, #0x10001
    vmul.i32      q6, q6, r0
    lsl           r0, r2, #16
    vadd.i32      q6, q6, r0
    @ steps = 8 * passes + tail
    sub           r1, #1
    lsr           r3, r1, #3
    and           r1, #7
    add           r1, #1
    mov           r4, #step_bytes
    adr           r6, 5f
    mls           r6, r1, r4, r6
    orr           r6, #1
    str           r6, [sp, #frame_tail]
    str           r3, [sp, #frame_passes]
    adr           r4, 2f
    orr           r4, #1
    cmp           r3, #0
    it            eq
    moveq         r4, r6
    str           r4, [sp, #frame_entry]
    .if \clamped
    cmp           r2, #4
    it            gt
    movgt         r2, #4
    lsl           r0, r2, #1
    vctp.16       r0
    .endif
    ldr           r3, [sp, #frame_bytes + saved_bytes]

0:  @ A pair of vectors: r4 remain, each r6 bytes behind those of the last pair.
    ldm           sp, {r0, r1, r2, r4, r6, r8}
    subs          r4, #2
    blo           7f
    str           r4, [sp, #frame_count]
    add           r0, r6
    add           r1, r6
    strd          r0, r1, [sp, #frame_vectors]
    mov           r1, r8
    .if \clamped
    cmp           r1, r7
    beq           6f
    .endif

1:  @ A block of four filters.
    ldm           r1, {r0, r2, r4, r6}
    ldm           r1!, {r8, r10, r12, lr}
    ldm           sp, {r9, r11, pc}

    .balign 4
2:  ldr           r5, [sp, #frame_passes]
3:  eight_steps
    subs          r5, #1
    bne           3b
    ldr           r5, [sp, #frame_offset]
    ldr           pc, [sp, #frame_tail]

    .balign 4
4:  eight_steps
5:  vldmia        r1!, {d4-d7}
    vmov          q0[2], q0[0], r0, r4
    vmov          q0[3], q0[1], r2, r6
    vmov          q1[2], q1[0], r8, r12
    vmov          q1[3], q1[1], r10, lr
    scale         q0, q4, \ties
    scale         q1, q5, \ties
    vqmovnb.s32   q0, q0
    vqmovnt.s32   q0, q1
    narrow        \clamped
    .if \clamped
    vpst
    vstrbt.16     q0, [r3, q6]
    .else
    vstrb.16      q0, [r3, q6]
    .endif
    add           r3, #4
    cmp           r1, r7
    blo           1b

6:  ldrd          r2, r4, [sp, #frame_end]
    cmp           r1, r2
    bne           12f
    .if \clamped
    cmp           r4, #4
    itt           lt
    sublt         r3, #4
    addlt         r3, r4
    .endif
    add           r3, r4
    b             0b

12: @ The last block, of the last four filters.
    ldr           r2, [sp, #frame_overlap]
    sub           r3, r2
    b             1b

7:  @ A last vector without a pair.
    adds          r4, #1
    bne           11f
    add           r0, r6
    str           r0, [sp, #frame_vectors]
    mov           r1, r8
    .if \clamped
    ldr           r2, [sp, #frame_filters]
    vctp.32       r2
    cmp           r1, r7
    beq           10f
    .endif
8:  ldm           r1!, {r0, r2, r4, r6}
    ldr           r9, [sp, #frame_vectors]
    ldr           lr, [sp, #frame_steps]
    dls           lr, lr
9:  single_step
    le            lr, 9b
    vldmia        r1!, {d4-d7}
    vmov          q0[2], q0[0], r0, r4
    vmov          q0[3], q0[1], r2, r6
    scale         q0, q4, \ties
    vqmovnb.s32   q0, q0
    narrow        \clamped
    .if \clamped
    vpst
    vstrbt.32     q0, [r3], #4
    .else
    vstrb.32      q0, [r3], #4
    .endif
    cmp           r1, r7
    blo           8b
10: ldr           r2, [sp, #frame_end]
    cmp           r1, r2
    beq           11f
    ldr           r2, [sp, #frame_overlap]
    sub           r3, r2
    b             8b

11: add           sp, #frame_bytes
    vpop          {d8-d15}
    pop           {r4-r11, pc}
    .size \name, . - \name
    .popsection
    .endm

    dot_products  neurio_mve_dot_one_sided, 0, 0
    dot_products  neurio_mve_dot_two_sided, 1, 0
    dot_products  neurio_mve_dot_clamped, 1, 1
)");

// The assembly loads the bank's fields in this order.
static_assert(offsetof(neurio::MveFilterBank, steps) == 0 &&
              offsetof(neurio::MveFilterBank, output_offset) == 8 &&
              offsetof(neurio::MveFilterBank, activation_max) == 16 &&
              offsetof(neurio::MveFilterBank, packed) == 24);
