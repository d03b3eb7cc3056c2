// Assembly that makes a word of codes of the sums of four channels, as the text of two macros.
//
// In: r4-r7 the scaled sums, r1 the channels' parameters; out: r4 the codes. r8-r12 and lr are
// lost, r1 moves behind the parameters. The codes arrive in the upper halves of the products
// (compiler/kernels/dsp/top_half.py), 128 too large, so that USAT16 saturates them to bytes; the
// last step flips the sign.
#pragma once

#define NEURIO_PACK_FOUR_CODES    \
    "pkhtb r4, r6, r4, asr #16\n" \
    "pkhtb r5, r7, r5, asr #16\n" \
    "usat16 r4, #8, r4\n"         \
    "usat16 r5, #8, r5\n"         \
    "orr r4, r4, r5, lsl #8\n"    \
    "eor r4, #0x80808080\n"

// Parameters: four times multiplier and addend. 12 instructions.
#define NEURIO_FOUR_CODES_ONE_SIDED \
    "ldm r1!, {r8-r11}\n"           \
    "smmla r4, r4, r8, r9\n"        \
    "smmla r5, r5, r10, r11\n"      \
    "ldm r1!, {r8-r11}\n"           \
    "smmla r6, r6, r8, r9\n"        \
    "smmla r7, r7, r10, r11\n" NEURIO_PACK_FOUR_CODES

// Parameters: what four negative sums lose; four times multiplier and addend. 23 instructions.
#define NEURIO_FOUR_CODES_TWO_SIDED \
    "ldm r1!, {r8-r11}\n"           \
    "and r8, r8, r4, asr #31\n"     \
    "and r9, r9, r5, asr #31\n"     \
    "and r10, r10, r6, asr #31\n"   \
    "and r11, r11, r7, asr #31\n"   \
    "ldrd r12, lr, [r1], #8\n"      \
    "smmla r4, r4, r12, lr\n"       \
    "ldrd r12, lr, [r1], #8\n"      \
    "smmla r5, r5, r12, lr\n"       \
    "ldrd r12, lr, [r1], #8\n"      \
    "smmla r6, r6, r12, lr\n"       \
    "ldrd r12, lr, [r1], #8\n"      \
    "smmla r7, r7, r12, lr\n"       \
    "sub r4, r8\n"                  \
    "sub r5, r9\n"                  \
    "sub r6, r10\n"                 \
    "sub r7, r11\n" NEURIO_PACK_FOUR_CODES
