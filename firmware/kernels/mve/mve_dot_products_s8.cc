#include "kernels/mve/mve_dot_products_s8.h"

#include <stddef.h>

// Written in assembly as a whole: the blocking needs every core register, of which VMLADAVA can
// only accumulate into the even ones.
//
//   r0 r2 r4 r6     accumulators of the first vector      q0-q3  filters
//   r8 r10 r12 lr   accumulators of the second vector     q4 q5  vectors
//   r1              packed filters                        q6 q7  activation range
//   r9 r11          the two vectors                       P0     valid filters of a block
//   r7              passes over the unrolled steps
//   r3 r5           the two outputs
//
// Frame: what LDM reloads for every block comes first.
#define FRAME_PASSES "0"
#define FRAME_VECTORS "4"  // both
#define FRAME_ENTRY "12"   // of the first pass
#define FRAME_OFFSET "16"
#define FRAME_FULL_END "20"  // of the blocks of four valid filters
#define FRAME_END "24"
#define FRAME_REST "28"  // valid filters of the block behind FULL_END
#define FRAME_PACKED "32"
#define FRAME_FILTERS "36"
#define FRAME_OUTPUT "40"
#define FRAME_COUNT "44"  // vectors that remain
#define FRAME_PITCH "48"
#define FRAME_STEPS "52"
#define FRAME_BYTES "60"

// clang-format off

#define STEP_BYTES "56"
#define STEP                                                                           \
    "vldrw.u32    q0, [r1], #16  \n"                                                   \
    "vldrb.u8     q4, [r9], #16  \n"                                                   \
    "vmladava.s8  r0, q0, q4     \n"                                                   \
    "vldrb.u8     q5, [r11], #16  \n"                                                  \
    "vmladava.s8  r8, q0, q5     \n"                                                   \
    "vldrw.u32    q1, [r1], #16  \n"                                                   \
    "vmladava.s8  r2, q1, q4     \n"                                                   \
    "vmladava.s8  r10, q1, q5    \n"                                                   \
    "vldrw.u32    q2, [r1], #16  \n"                                                   \
    "vmladava.s8  r4, q2, q4     \n"                                                   \
    "vmladava.s8  r12, q2, q5    \n"                                                   \
    "vldrw.u32    q3, [r1], #16  \n"                                                   \
    "vmladava.s8  r6, q3, q4     \n"                                                   \
    "vmladava.s8  lr, q3, q5     \n"

#define SINGLE_STEP                                                                    \
    "vldrw.u32    q0, [r1], #16  \n"                                                   \
    "vldrb.u8     q4, [r9], #16  \n"                                                   \
    "vmladava.s8  r0, q0, q4     \n"                                                   \
    "vldrw.u32    q1, [r1], #16  \n"                                                   \
    "vmladava.s8  r2, q1, q4     \n"                                                   \
    "vldrw.u32    q2, [r1], #16  \n"                                                   \
    "vmladava.s8  r4, q2, q4     \n"                                                   \
    "vldrw.u32    q3, [r1], #16  \n"                                                   \
    "vmladava.s8  r6, q3, q4     \n"

// VQRDMULH rounds as TFLite Micro's first rounding does. VRSHL rounds ties up, which the second
// does not for negative values: two-sided, one is taken from these where the shift is not 0.
#define NO_TIES(value, scratch) ""
#define TIES(value, scratch)                                                           \
    "vand         " scratch ", " value ", q3         \n"                               \
    "vshr.s32     " scratch ", " scratch ", #31      \n"                               \
    "vadd.i32     " value ", " value ", " scratch "  \n"

// The multipliers in q2, the shifts in q3, the output's zero point in r0.
#define REQUANTISE(value, scratch, ties)                                               \
    "vqrdmulh.s32 " value ", " value ", q2           \n"                               \
    ties(value, scratch)                                                               \
    "vrshl.s32    " value ", " value ", q3           \n"                               \
    "vadd.i32     " value ", " value ", r0           \n"                               \
    "vmax.s32     " value ", " value ", q6           \n"                               \
    "vmin.s32     " value ", " value ", q7           \n"

#define DOT_PRODUCTS(ties)                                                             \
    "push         {r4-r11, lr}                       \n"                               \
    "vpush        {d8-d15}                           \n"                               \
    "sub          sp, #" FRAME_BYTES "               \n"                               \
    /* Constants of the frame. 160 = pushed registers and frame. */                    \
    "ldr          r12, [sp, #160]                    \n"                               \
    "str          r12, [sp, #" FRAME_OUTPUT "]       \n"                               \
    "strd         r3, r2, [sp, #" FRAME_COUNT "]     \n"                               \
    "str          r1, [sp, #" FRAME_VECTORS "]       \n"                               \
    "ldm          r0, {r1, r2, r3, r4, r5, r6, r7}   \n"                               \
    "vdup.32      q6, r4                             \n"                               \
    "vdup.32      q7, r5                             \n"                               \
    "str          r3, [sp, #" FRAME_OFFSET "]        \n"                               \
    "strd         r7, r2, [sp, #" FRAME_PACKED "]    \n"                               \
    "str          r1, [sp, #" FRAME_STEPS "]         \n"                               \
    "and          r3, r2, #3                         \n"                               \
    "str          r3, [sp, #" FRAME_REST "]          \n"                               \
    /* A block has 48 bytes and 64 a step. */                                          \
    "lsl          r4, r1, #6                         \n"                               \
    "add          r4, #48                            \n"                               \
    "lsr          r5, r2, #2                         \n"                               \
    "mla          r5, r5, r4, r7                     \n"                               \
    "str          r5, [sp, #" FRAME_FULL_END "]      \n"                               \
    "cmp          r3, #0                             \n"                               \
    "it           ne                                 \n"                               \
    "addne        r5, r4                             \n"                               \
    "str          r5, [sp, #" FRAME_END "]           \n"                               \
    /* steps = 8 * (passes - 1) + first; the first pass begins `first` before the end. */\
    "sub          r4, r1, #1                         \n"                               \
    "lsr          r5, r4, #3                         \n"                               \
    "add          r5, #1                             \n"                               \
    "and          r4, #7                             \n"                               \
    "add          r4, #1                             \n"                               \
    "mov          r6, #" STEP_BYTES "                \n"                               \
    "adr          r7, 3f                             \n"                               \
    "mls          r7, r4, r6, r7                     \n"                               \
    "orr          r7, #1                             \n"                               \
    "str          r5, [sp, #" FRAME_PASSES "]        \n"                               \
    "str          r7, [sp, #" FRAME_ENTRY "]         \n"                               \
    "ldr          r3, [sp, #" FRAME_OUTPUT "]        \n"                               \
                                                                                       \
    "0: /* A pair of vectors. */                     \n"                               \
    "ldrd         r0, r2, [sp, #" FRAME_COUNT "]     \n"                               \
    "subs         r0, #2                             \n"                               \
    "blo          5f                                 \n"                               \
    "str          r0, [sp, #" FRAME_COUNT "]         \n"                               \
    "ldr          r0, [sp, #" FRAME_VECTORS "]       \n"                               \
    "add          r0, r2                             \n"                               \
    "str          r0, [sp, #" FRAME_VECTORS "+4]     \n"                               \
    "ldrd         r1, r5, [sp, #" FRAME_PACKED "]    \n"                               \
    "add          r5, r3                             \n"                               \
    "mov          r0, #4                             \n"                               \
    "vctp.32      r0                                 \n"                               \
    "ldr          r2, [sp, #" FRAME_FULL_END "]      \n"                               \
    "cmp          r1, r2                             \n"                               \
    "beq          4f                                 \n"                               \
                                                                                       \
    "1: /* A block of four filters. */               \n"                               \
    "ldm          r1, {r0, r2, r4, r6}               \n"                               \
    "ldm          r1!, {r8, r10, r12, lr}            \n"                               \
    "ldm          sp, {r7, r9, r11, pc}              \n"                               \
    ".balign 4                                       \n"                               \
    "2:                                              \n"                               \
    STEP STEP STEP STEP STEP STEP STEP STEP                                            \
    "3:                                              \n"                               \
    "subs         r7, #1                             \n"                               \
    "bne          2b                                 \n"                               \
    "vldrw.u32    q2, [r1], #16                      \n"                               \
    "vmov         q0[2], q0[0], r0, r4               \n"                               \
    "vmov         q0[3], q0[1], r2, r6               \n"                               \
    "vldrw.u32    q3, [r1], #16                      \n"                               \
    "vmov         q1[2], q1[0], r8, r12              \n"                               \
    "vmov         q1[3], q1[1], r10, lr              \n"                               \
    "ldrd         r0, r2, [sp, #" FRAME_OFFSET "]    \n"                               \
    REQUANTISE("q0", "q4", ties)                                                       \
    REQUANTISE("q1", "q5", ties)                                                       \
    "vpstt                                           \n"                               \
    "vstrbt.32    q0, [r3], #4                       \n"                               \
    "vstrbt.32    q1, [r5], #4                       \n"                               \
    "cmp          r1, r2                             \n"                               \
    "blo          1b                                 \n"                               \
                                                                                       \
    "4: /* Behind the full blocks: there may be one of fewer filters. */ \n"           \
    "ldrd         r2, r0, [sp, #" FRAME_END "]       \n"                               \
    "vctp.32      r0                                 \n"                               \
    "cmp          r1, r2                             \n"                               \
    "bne          1b                                 \n"                               \
    "ldrd         r4, r3, [sp, #" FRAME_FILTERS "]   \n"                               \
    "add          r3, r3, r4, lsl #1                 \n"                               \
    "str          r3, [sp, #" FRAME_OUTPUT "]        \n"                               \
    "ldr          r0, [sp, #" FRAME_VECTORS "+4]     \n"                               \
    "ldr          r2, [sp, #" FRAME_PITCH "]         \n"                               \
    "add          r0, r2                             \n"                               \
    "str          r0, [sp, #" FRAME_VECTORS "]       \n"                               \
    "b            0b                                 \n"                               \
                                                                                       \
    "5: /* A last vector without a pair. */          \n"                               \
    "adds         r0, #1                             \n"                               \
    "bne          9f                                 \n"                               \
    "ldr          r1, [sp, #" FRAME_PACKED "]        \n"                               \
    "mov          r0, #4                             \n"                               \
    "vctp.32      r0                                 \n"                               \
    "ldr          r2, [sp, #" FRAME_FULL_END "]      \n"                               \
    "ldr          r5, [sp, #" FRAME_STEPS "]         \n"                               \
    "cmp          r1, r2                             \n"                               \
    "beq          8f                                 \n"                               \
    "6:                                              \n"                               \
    "ldm          r1!, {r0, r2, r4, r6}              \n"                               \
    "ldr          r9, [sp, #" FRAME_VECTORS "]       \n"                               \
    "dls          lr, r5                             \n"                               \
    "7:                                              \n"                               \
    SINGLE_STEP                                                                        \
    "le           lr, 7b                             \n"                               \
    "vldrw.u32    q2, [r1], #16                      \n"                               \
    "vmov         q0[2], q0[0], r0, r4               \n"                               \
    "vmov         q0[3], q0[1], r2, r6               \n"                               \
    "vldrw.u32    q3, [r1], #16                      \n"                               \
    "ldrd         r0, r2, [sp, #" FRAME_OFFSET "]    \n"                               \
    REQUANTISE("q0", "q4", ties)                                                       \
    "vpst                                            \n"                               \
    "vstrbt.32    q0, [r3], #4                       \n"                               \
    "cmp          r1, r2                             \n"                               \
    "blo          6b                                 \n"                               \
    "8:                                              \n"                               \
    "ldrd         r2, r0, [sp, #" FRAME_END "]       \n"                               \
    "vctp.32      r0                                 \n"                               \
    "cmp          r1, r2                             \n"                               \
    "bne          6b                                 \n"                               \
    "9:                                              \n"                               \
    "add          sp, #" FRAME_BYTES "               \n"                               \
    "vpop         {d8-d15}                           \n"                               \
    "pop          {r4-r11, pc}                       \n"

// clang-format on

namespace neurio {
namespace {

// The arguments of mve_dot_products_s8, which stay in the registers they come in.
[[gnu::naked]] void one_sided(const MveFilterBank&, const int8_t*, int32_t, int32_t, int8_t*) {
    asm(DOT_PRODUCTS(NO_TIES));
}

[[gnu::naked]] void two_sided(const MveFilterBank&, const int8_t*, int32_t, int32_t, int8_t*) {
    asm(DOT_PRODUCTS(TIES));
}

}  // namespace

// The assembly loads the bank's fields in this order.
static_assert(offsetof(MveFilterBank, steps) == 0 && offsetof(MveFilterBank, output_offset) == 8 &&
              offsetof(MveFilterBank, activation_max) == 16 &&
              offsetof(MveFilterBank, packed) == 24);

void mve_dot_products_s8(const MveFilterBank& bank, const int8_t* vectors, int32_t pitch,
                         int32_t count, int8_t* output) {
    if (bank.two_sided != 0) {
        two_sided(bank, vectors, pitch, count, output);
    } else {
        one_sided(bank, vectors, pitch, count, output);
    }
}

}  // namespace neurio
