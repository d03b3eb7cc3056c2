#include "kernels/mve/mve_sliding_products_s8.h"

#include <stddef.h>

//   r0 r2 r4 r6      sums of the first filter's four windows      q0 q2 q4  its three taps
//   r8 r10 r12 lr    sums of the second filter's                  q1 q3 q5  the second filter's
//   r1 r3            vectors, sums in memory                      q6 q7     vectors, then outputs
//   r5               groups that remain of the row
//   r7               constants
//   r9 r11           in the last pass places, output; else vectors_next, rows that remain
// On the stack: what the end of a row needs.
asm(R"(
    .syntax unified
    .thumb

    .equ slide_row, 24          @ in the job: what is copied to the stack
    .equ slide_stack_rows, 8    @ in the last pass
    .equ slide_stack_back, 0    @ in the others: vectors_back, groups
    .equ slide_stack_bytes, 20

    @ A vector that is the first tap of one window, the second of another, the third of a third.
    .macro slide_first vector, a, b
    vmladava.s8   \a, \vector, q0
    vmladava.s8   \b, \vector, q1
    .endm

    .macro slide_second vector, a, b
    vmladava.s8   \a, \vector, q2
    vmladava.s8   \b, \vector, q3
    .endm

    .macro slide_third vector, a, b
    vmladava.s8   \a, \vector, q4
    vmladava.s8   \b, \vector, q5
    .endm

    .macro slide_windows_1
    vldrw.u32     q6, [r1], #16
    slide_first   q6, r0, r8
    vldrw.u32     q7, [r1], #16
    slide_second  q7, r0, r8
    vldrw.u32     q6, [r1], #16
    slide_first   q7, r2, r10
    slide_third   q6, r0, r8
    vldrw.u32     q7, [r1], #16
    slide_second  q6, r2, r10
    slide_first   q6, r4, r12
    vldrw.u32     q6, [r1]
    slide_third   q7, r2, r10
    slide_second  q7, r4, r12
    slide_first   q7, r6, lr
    vldrw.u32     q7, [r1, #16]
    slide_third   q6, r4, r12
    slide_second  q6, r6, lr
    slide_third   q7, r6, lr
    .endm

    .macro slide_windows_2
    vldrw.u32     q6, [r1], #16
    slide_first   q6, r0, r8
    vldrw.u32     q7, [r1], #16
    slide_second  q7, r0, r8
    vldrw.u32     q6, [r1], #16
    slide_third   q6, r0, r8
    vldrw.u32     q7, [r1], #16
    slide_first   q6, r2, r10
    vldrw.u32     q6, [r1], #16
    slide_second  q7, r2, r10
    vldrw.u32     q7, [r1], #16
    slide_third   q6, r2, r10
    slide_first   q6, r4, r12
    vldrw.u32     q6, [r1], #16
    slide_second  q7, r4, r12
    vldrw.u32     q7, [r1], #16
    slide_third   q6, r4, r12
    slide_first   q6, r6, lr
    vldrw.u32     q6, [r1]
    slide_second  q7, r6, lr
    slide_third   q6, r6, lr
    .endm

    @ VRSHL rounds ties up, TFLite Micro those of negative values down: one is taken from them.
    .macro slide_ties value
    vpt.s32       lt, \value, zr
    vaddt.i32     \value, \value, r12
    .endm

    .macro slide_codes ties
    vmov          q6[2], q6[0], r0, r4
    vmov          q6[3], q6[1], r2, r6
    vmov          q7[2], q7[0], r8, r12
    vmov          q7[3], q7[1], r10, lr
    ldm           r7, {r0, r2, r4, r6, r8, r10, r12}
    vqrdmulh.s32  q6, q6, r0
    vqrdmulh.s32  q7, q7, r2
    .if \ties
    slide_ties    q6
    slide_ties    q7
    .endif
    vrshl.s32     q6, r4
    vrshl.s32     q7, r6
    vqmovnb.s32   q6, q6
    vqmovnt.s32   q6, q7
    vldrh.u16     q7, [r9]
    vqadd.s16     q6, q6, r8
    vqmovnb.s16   q6, q6
    vstrb.16      q6, [r11, q7]
    add           r11, r10
    .endm

    .macro sliding_products name, first, last, stride, ties
    .pushsection .text.\name, "ax", %progbits
    .balign 4
    .global       \name
    .type \name, %function
    .thumb_func
\name:
    push          {r4-r11, lr}
    vpush         {d8-d15}
    sub           sp, #slide_stack_bytes
    add           r2, r0, #slide_row
    ldm           r0, {r1, r3, r5, r7, r9, r11}
    vldmia        r5, {d0-d11}
    ldm           r2, {r2, r4, r6, r8, r10}
    .if \last
    stm           sp, {r2, r4, r6, r8, r10}
    .else
    strd          r2, r8, [sp, #slide_stack_back]
    mov           r9, r10
    mov           r11, r6
    .endif
    mov           r5, r8

1:  @ Four windows.
    .if \first
    ldm           r7, {r0, r2, r4, r6, r8, r10, r12, lr}
    .elseif \last
    ldm           r3!, {r0, r2, r4, r6, r8, r10, r12, lr}
    .else
    ldm           r3, {r0, r2, r4, r6, r8, r10, r12, lr}
    .endif
    slide_windows_\stride
    .if \last
    slide_codes   \ties
    .else
    stm           r3!, {r0, r2, r4, r6, r8, r10, r12, lr}
    .endif
    subs          r5, #1
    bgt           1b

    @ The last four windows of a row, where the groups did not reach them all; r5 is -1 behind them.
    .if \last
    ldm           sp, {r0, r2, r4, r6, r8}
    blt           2f
    cbz           r0, 2f
    sub           r1, r0
    sub           r11, r2
    b             1b
    .else
    ldrd          r0, r2, [sp, #slide_stack_back]
    blt           2f
    cbz           r0, 2f
    sub           r1, r0
    b             1b
    .endif

2:  @ The next row.
    .if \last
    add           r1, r8
    mov           r5, r6
    subs          r4, #1
    str           r4, [sp, #slide_stack_rows]
    .else
    add           r1, r9
    mov           r5, r2
    subs          r11, #1
    .endif
    bne           1b

    add           sp, #slide_stack_bytes
    vpop          {d8-d15}
    pop           {r4-r11, pc}
    .size \name, . - \name
    .popsection
    .endm

    sliding_products neurio_mve_sliding_first_1, 1, 0, 1, 0
    sliding_products neurio_mve_sliding_first_2, 1, 0, 2, 0
    sliding_products neurio_mve_sliding_next_1, 0, 0, 1, 0
    sliding_products neurio_mve_sliding_next_2, 0, 0, 2, 0
    sliding_products neurio_mve_sliding_last_1, 0, 1, 1, 0
    sliding_products neurio_mve_sliding_last_2, 0, 1, 2, 0
    sliding_products neurio_mve_sliding_last_1_two_sided, 0, 1, 1, 1
    sliding_products neurio_mve_sliding_last_2_two_sided, 0, 1, 2, 1
)");

// The assembly loads the job's fields in this order.
static_assert(offsetof(neurio::MveSlidingJob, output) == 20 &&
              offsetof(neurio::MveSlidingJob, vectors_back) == 24 &&
              offsetof(neurio::MveSlidingJob, rows) == 32 &&
              offsetof(neurio::MveSlidingJob, vectors_next) == 40);
