// Assembly that the loops over one column share. Instructions as text: no registers are left for a
// compiler to choose.
#pragma once

// clang-format off

// A word of the column and one of weights, in registers.
#define PRODUCT(high, low, x, w)                                                                   \
    "smlad " #high ", " #x ", " #w ", " #high "\n"                                                 \
    "sxtb16 " #w ", " #w "\n"                                                                      \
    "smlad " #low ", " #x ", " #w ", " #low "\n"

// Requantisation; m, c, s are multiplier, addend and shift, t is free.
#define HIGH_ONE_SIDED(high, low, m, c, s, t)                                                      \
    "sub " #high ", " #high ", " #low "\n"                                                         \
    "smmla " #high ", " #high ", " #m ", " #c "\n"                                                 \
    "asr " #high ", " #high ", " #s "\n"                                                           \
    "ssat " #high ", #8, " #high "\n"

#define LOW_ONE_SIDED(low, m, c, s, t)                                                             \
    "lsl " #low ", " #low ", " #s "\n"                                                             \
    "smmla " #low ", " #low ", " #m ", " #c "\n"                                                   \
    "ssat " #low ", #8, " #low ", asr #16\n"

#define HIGH_TWO_SIDED(high, low, m, c, s, t)                                                      \
    "sub " #high ", " #high ", " #low "\n"                                                         \
    "asr " #high ", " #high ", #7\n"                                                               \
    "smmlar " #t ", " #high ", " #m ", " #c "\n"                                                   \
    "add " #high ", " #t ", " #high ", asr #31\n"                                                  \
    "asr " #high ", " #high ", " #s "\n"                                                           \
    "ssat " #high ", #8, " #high "\n"

#define LOW_TWO_SIDED(low, m, c, s, t)                                                             \
    "lsl " #low ", " #low ", #1\n"                                                                 \
    "smmlar " #t ", " #low ", " #m ", " #c "\n"                                                    \
    "add " #low ", " #t ", " #low ", asr #31\n"                                                    \
    "asr " #low ", " #low ", " #s "\n"                                                             \
    "ssat " #low ", #8, " #low "\n"

// r6 quads. Stores at [sp, #8] where to go behind the biases, at [sp, #12] where to enter the loop
// for two quads a step, which has `bytes` of code and is repeated `steps` times.
#define ENTRIES(bytes, steps)                                                                      \
    "adr.w r7, 4f\n"                                                                               \
    "lsrs r5, r6, #1\n"                                                                            \
    "beq 1f\n"                                                                                     \
    "adr.w r7, 3f\n"                                                                               \
    "ands r5, r5, #" #steps " - 1\n"                                                               \
    "it eq\n"                                                                                      \
    "moveq r5, #" #steps "\n"                                                                      \
    "movs r4, #" #bytes "\n"                                                                       \
    "mls r7, r5, r4, r7\n"                                                                         \
    "1:\n"                                                                                         \
    "adds r7, r7, #1\n" /* Thumb */                                                                \
    "mov r8, r7\n"                                                                                 \
    "tst r6, #1\n"                                                                                 \
    "beq 6f\n"                                                                                     \
    "adr.w r8, 7f\n"                                                                               \
    "add r8, r8, #1\n"                                                                             \
    "6:\n"                                                                                         \
    "strd r8, r7, [sp, #8]\n"

// clang-format on
