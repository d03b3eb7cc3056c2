#include "kernels/dsp/winograd_products.h"

#include <stddef.h>

// All registers are in use, so these are whole functions in assembly.
namespace neurio {

static_assert(offsetof(WinogradStrides, weights_end) == 0 &&
                  offsetof(WinogradStrides, inputs_per_point) == 4 &&
                  offsetof(WinogradStrides, sums_per_group) == 8 &&
                  offsetof(WinogradStrides, weights_per_turn_but_one) == 12,
              "the prologue loads the fields by their offsets");

// clang-format off

// r0 weights, 252 bytes ahead, so that offsets reach all steps; r1 inputs; r2-r5 words of both;
// r6-r9 sums of the first filter, r10-r12 and lr of the second.
// Stack: 0 sums of the group, 4 sums_per_group, 8 end of the point's inputs, 12 sums of the point,
// 16 inputs_per_point, 20 weights_end, 24 weights_per_turn_but_one, 28 the last turn's weights.

// Step `s` as a symbol of the assembler; a step's weights are `bytes` apart. Instructions
// of 16 bits come in twos: one of 32 bits that lies across two words would make the fetch wait.
#define STEP(s, bytes, FOUR_PRODUCTS)                                                              \
    "ldr r2, [r0, #" #bytes " * " #s " - 252]\n"                                                   \
    "ldr r3, [r0, #" #bytes " * " #s " - 248]\n"                                                   \
    "ldr r4, [r1, #16 * " #s "]\n"                                                                 \
    "ldr r5, [r1, #16 * " #s " + 4]\n"                                                             \
    FOUR_PRODUCTS("r6", "r7", "r10", "r11")                                                        \
    "ldr r4, [r1, #16 * " #s " + 8]\n"                                                             \
    "ldr r5, [r1, #16 * " #s " + 12]\n"                                                            \
    FOUR_PRODUCTS("r8", "r9", "r12", "lr")

#define FIRST(a, b, c, d)                                                                          \
    "smuad " a ", r4, r2\n"                                                                        \
    "smuad " b ", r5, r2\n"                                                                        \
    "smuad " c ", r4, r3\n"                                                                        \
    "smuad " d ", r5, r3\n"

#define NEXT(a, b, c, d)                                                                           \
    "smlad " a ", r4, r2, " a "\n"                                                                 \
    "smlad " b ", r5, r2, " b "\n"                                                                 \
    "smlad " c ", r4, r3, " c "\n"                                                                 \
    "smlad " d ", r5, r3, " d "\n"

// Steps 1 to `steps` - 1.
#define OTHER_STEPS(steps, bytes)                                                                  \
    ".set neurio_step, 1\n"                                                                        \
    ".rept " #steps " - 1\n"                                                                       \
    STEP(neurio_step, bytes, NEXT)                                                                 \
    ".set neurio_step, neurio_step + 1\n"                                                          \
    ".endr\n"

#define ENTER                                                                                      \
    "push {r4-r11, lr}\n"                                                                          \
    "sub sp, sp, #36\n"                                                                            \
    "ldm r3, {r4, r5, r6, r7}\n"                                                                   \
    "add r0, r0, #252\n"                                                                           \
    "add r4, r4, #252\n"                                                                           \
    "strd r2, r6, [sp]\n"                                                                          \
    "add r6, r1, r5\n"                                                                             \
    "strd r6, r2, [sp, #8]\n"                                                                      \
    "strd r5, r4, [sp, #16]\n"                                                                     \
    "str r7, [sp, #24]\n"                                                                          \
    ".balign 4\n"

// Behind a group the next one of the point, behind the last one the next point.
#define LEAVE(steps)                                                                               \
    "ldrd r2, r3, [sp]\n"                                                                          \
    "ldr.w r4, [sp, #8]\n"                                                                         \
    "add.w r1, r1, #16 * " #steps "\n"                                                             \
    "stm.w r2, {r6-r12, lr}\n"                                                                     \
    "add.w r2, r2, r3\n"                                                                           \
    "str.w r2, [sp]\n"                                                                             \
    "cmp.w r1, r4\n"                                                                               \
    "bne.w 1b\n"                                                                                   \
    "ldrd r2, r3, [sp, #12]\n"                                                                     \
    "ldr r5, [sp, #20]\n"                                                                          \
    "adds r0, #8\n"                                                                                \
    "adds r2, #32\n"                                                                               \
    "adds r3, r3, r4\n"                                                                            \
    "str r2, [sp]\n"                                                                               \
    "strd r3, r2, [sp, #8]\n"                                                                      \
    "cmp r0, r5\n"                                                                                 \
    "bne.w 1b\n"                                                                                   \
    "add sp, sp, #36\n"                                                                            \
    "pop {r4-r11, pc}\n"

#define PRODUCTS(name, steps, bytes)                                                               \
    extern "C" [[gnu::naked, gnu::aligned(32)]] void name(const uint32_t*, const uint32_t*,        \
                                                          int32_t*, const WinogradStrides*) {      \
        asm volatile(ENTER                                                                         \
                     "1:\n"                                                                        \
                     STEP(0, bytes, FIRST) OTHER_STEPS(steps, bytes)                               \
                     LEAVE(steps));                                                                \
    }

#define PRODUCTS_IN_TURNS(name, steps, bytes)                                                      \
    extern "C" [[gnu::naked, gnu::aligned(32)]] void name(const uint32_t*, const uint32_t*,        \
                                                          int32_t*, const WinogradStrides*) {      \
        asm volatile(ENTER                                                                         \
                     "1:\n"                                                                        \
                     "ldr.w r2, [sp, #24]\n"                                                       \
                     "add.w r2, r2, r0\n"                                                          \
                     "str.w r2, [sp, #28]\n"                                                       \
                     STEP(0, bytes, FIRST)                                                         \
                     "b.w 3f\n"                                                                    \
                     "2:\n"                                                                        \
                     "add.w r0, r0, #" #bytes " * " #steps "\n"                                    \
                     "add.w r1, r1, #16 * " #steps "\n"                                            \
                     STEP(0, bytes, NEXT)                                                          \
                     "3:\n"                                                                        \
                     OTHER_STEPS(steps, bytes)                                                     \
                     "ldr.w r2, [sp, #28]\n"                                                       \
                     "cmp.w r0, r2\n"                                                              \
                     "bne.w 2b\n"                                                                  \
                     "ldr.w r2, [sp, #24]\n"                                                       \
                     "sub.w r0, r0, r2\n"                                                          \
                     LEAVE(steps));                                                                \
    }

PRODUCTS(neurio_products_4x4_2, 2, 288)
PRODUCTS(neurio_products_4x4_4, 4, 288)
PRODUCTS(neurio_products_4x4_6, 6, 288)
PRODUCTS(neurio_products_4x4_8, 8, 288)
PRODUCTS(neurio_products_4x4_10, 10, 288)
PRODUCTS(neurio_products_4x4_12, 12, 288)
PRODUCTS(neurio_products_4x4_14, 14, 288)
PRODUCTS(neurio_products_4x4_16, 16, 288)
PRODUCTS(neurio_products_2x2_2, 2, 128)
PRODUCTS(neurio_products_2x2_4, 4, 128)
PRODUCTS(neurio_products_2x2_6, 6, 128)
PRODUCTS(neurio_products_2x2_8, 8, 128)
PRODUCTS(neurio_products_2x2_10, 10, 128)
PRODUCTS(neurio_products_2x2_12, 12, 128)
PRODUCTS(neurio_products_2x2_14, 14, 128)
PRODUCTS(neurio_products_2x2_16, 16, 128)
PRODUCTS_IN_TURNS(neurio_products_4x4_turns_of_10, 10, 288)
PRODUCTS_IN_TURNS(neurio_products_4x4_turns_of_12, 12, 288)
PRODUCTS_IN_TURNS(neurio_products_4x4_turns_of_14, 14, 288)
PRODUCTS_IN_TURNS(neurio_products_4x4_turns_of_16, 16, 288)
PRODUCTS_IN_TURNS(neurio_products_2x2_turns_of_10, 10, 128)
PRODUCTS_IN_TURNS(neurio_products_2x2_turns_of_12, 12, 128)
PRODUCTS_IN_TURNS(neurio_products_2x2_turns_of_14, 14, 128)
PRODUCTS_IN_TURNS(neurio_products_2x2_turns_of_16, 16, 128)

// clang-format on

}  // namespace neurio
