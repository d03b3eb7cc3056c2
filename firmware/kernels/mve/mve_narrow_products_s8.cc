#include "kernels/mve/mve_narrow_products_s8.h"

#include <stddef.h>

//   r0 r2 r4 r6     accumulators: two vectors by two filters    q0-q3  filters
//   r1 r3           vectors, output                             q4 q5  outputs of a filter each
//   r5              packed constants, at the biases             q6     a vector
//   r7 r8, r9 r10   multipliers, shifts of the filters          q7     places of the outputs
//   r11 r12         output_offset, output_step
// On the stack: the job; packed constants, vectors, output of the next pair; pairs that remain;
// where the vectors end.
asm(R"(
    .syntax unified
    .thumb

    .equ narrow_groups, 8
    .equ narrow_span, 12
    .equ narrow_back, 16
    .equ narrow_pairs, 24
    .equ narrow_next, 28
    .equ narrow_output_offset, 36
    .equ narrow_places, 48
    .equ narrow_stack_packed, 4
    .equ narrow_stack_vectors, 8
    .equ narrow_stack_pairs, 16
    .equ narrow_stack_end, 20
    .equ narrow_stack_bytes, 24

    @ Adds the products of one vector to the accumulators a and b.
    .macro narrow_vector steps, pitch, number, scratch, a, b
    .if \steps == 2
    vldrb.u8      \scratch, [r1, #\number * \pitch + 16]
    vmladava.s8   \a, \scratch, q2
    vmladava.s8   \b, \scratch, q3
    .endif
    .if \number == 0 && 4 * \pitch < 128
    vldrb.u8      \scratch, [r1], #4 * \pitch
    .else
    vldrb.u8      \scratch, [r1, #\number * \pitch]
    .endif
    vmladava.s8   \a, \scratch, q0
    vmladava.s8   \b, \scratch, q1
    .endm

    .macro narrow_ties value
    vshr.s32      q6, \value, #31
    vadd.i32      \value, \value, q6
    .endm

    .macro narrow_products name, steps, pitch, ties
    .pushsection .text.\name, "ax", %progbits
    .balign 4
    .global       \name
    .type \name, %function
    .thumb_func
\name:
    push          {r4-r11, lr}
    vpush         {d8-d15}
    sub           sp, #narrow_stack_bytes
    add           r1, r0, #narrow_places
    vldrh.u16     q7, [r1]
    ldrd          r1, r3, [r0]
    ldr           r2, [r0, #narrow_pairs]
    add           r4, r0, #narrow_output_offset
    ldm           r4, {r11, r12, lr}
    strd          r0, lr, [sp]
    strd          r1, r3, [sp, #narrow_stack_vectors]
    str           r2, [sp, #narrow_stack_pairs]

1:  @ A pair of filters.
    ldrd          r0, r5, [sp]
    ldrd          r1, r3, [sp, #narrow_stack_vectors]
    vldrw.u32     q0, [r5], #16
    .if \steps == 2
    vldrw.u32     q2, [r5], #16
    .endif
    vldrw.u32     q1, [r5], #16
    .if \steps == 2
    vldrw.u32     q3, [r5], #16
    .endif
    add           r6, r5, #16
    ldm           r6!, {r7, r8, r9, r10}
    str           r6, [sp, #narrow_stack_packed]
    ldrd          r2, r4, [r0, #narrow_next]
    add           r2, r1
    add           r4, r3
    strd          r2, r4, [sp, #narrow_stack_vectors]
    ldrd          lr, r2, [r0, #narrow_groups]
    add           r2, r1
    str           r2, [sp, #narrow_stack_end]

2:  dls           lr, lr
3:  ldm           r5, {r0, r2, r4, r6}
    narrow_vector \steps, \pitch, 1, q6, r0, r2
    narrow_vector \steps, \pitch, 3, q4, r4, r6
    vmov          q4[3], q4[1], r0, r4
    vmov          q5[3], q5[1], r2, r6
    ldm           r5, {r0, r2, r4, r6}
    narrow_vector \steps, \pitch, 2, q6, r4, r6
    narrow_vector \steps, \pitch, 0, q6, r0, r2
    .if 4 * \pitch >= 128
    add           r1, #4 * \pitch
    .endif
    vmov          q4[2], q4[0], r0, r4
    vmov          q5[2], q5[0], r2, r6
    vqrdmulh.s32  q4, q4, r7
    vqrdmulh.s32  q5, q5, r8
    .if \ties
    narrow_ties   q4
    narrow_ties   q5
    .endif
    vrshl.s32     q4, r9
    vrshl.s32     q5, r10
    vqmovnb.s32   q4, q4
    vqmovnt.s32   q4, q5
    vqadd.s16     q4, q4, r11
    vqmovnb.s16   q4, q4
    vstrb.16      q4, [r3, q7]
    add           r3, r12
    le            lr, 3b

    @ The last four vectors, where the groups did not reach them all.
    ldr           r2, [sp, #narrow_stack_end]
    cmp           r1, r2
    beq           4f
    ldr           r0, [sp]
    ldrd          r2, r4, [r0, #narrow_back]
    sub           r1, r2
    sub           r3, r4
    mov           lr, #1
    b             2b

4:  ldr           r2, [sp, #narrow_stack_pairs]
    subs          r2, #1
    str           r2, [sp, #narrow_stack_pairs]
    bne           1b
    add           sp, #narrow_stack_bytes
    vpop          {d8-d15}
    pop           {r4-r11, pc}
    .size \name, . - \name
    .popsection
    .endm

    narrow_products neurio_mve_narrow_1x6, 1, 6, 0
    narrow_products neurio_mve_narrow_1x8, 1, 8, 0
    narrow_products neurio_mve_narrow_1x16, 1, 16, 0
    narrow_products neurio_mve_narrow_1x32, 1, 32, 0
    narrow_products neurio_mve_narrow_2x9, 2, 9, 0
    narrow_products neurio_mve_narrow_2x18, 2, 18, 0
    narrow_products neurio_mve_narrow_2x32, 2, 32, 0
    narrow_products neurio_mve_narrow_1x6_two_sided, 1, 6, 1
    narrow_products neurio_mve_narrow_1x8_two_sided, 1, 8, 1
    narrow_products neurio_mve_narrow_1x16_two_sided, 1, 16, 1
    narrow_products neurio_mve_narrow_1x32_two_sided, 1, 32, 1
    narrow_products neurio_mve_narrow_2x9_two_sided, 2, 9, 1
    narrow_products neurio_mve_narrow_2x18_two_sided, 2, 18, 1
    narrow_products neurio_mve_narrow_2x32_two_sided, 2, 32, 1
)");

namespace neurio {
namespace {

static_assert(offsetof(MveNarrowJob, groups) == 8 && offsetof(MveNarrowJob, vectors_back) == 16 &&
              offsetof(MveNarrowJob, pairs) == 24 && offsetof(MveNarrowJob, next_vectors) == 28 &&
              offsetof(MveNarrowJob, output_offset) == 36 && offsetof(MveNarrowJob, places) == 48);

constexpr int32_t kGroup = 4;

}  // namespace

MveNarrowJob mve_narrow_job(const int8_t* vectors, int32_t pitch, int32_t count, int8_t* output,
                            int32_t output_pitch, int32_t second_output) {
    MveNarrowJob job = {};
    const int32_t rest = count % kGroup;
    job.vectors = vectors;
    job.output = output;
    job.groups = count / kGroup;
    job.span = count * pitch;
    job.vectors_back = (kGroup - rest) * pitch;
    job.output_back = (kGroup - rest) * output_pitch;
    job.output_step = kGroup * output_pitch;
    for (int32_t i = 0; i < kGroup; ++i) {
        job.places[2 * i] = static_cast<uint16_t>(i * output_pitch);
        job.places[2 * i + 1] = static_cast<uint16_t>(i * output_pitch + second_output);
    }
    return job;
}

}  // namespace neurio
