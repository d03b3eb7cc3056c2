#include "kernels/dsp/filter_fours.h"

#include <stddef.h>

namespace neurio {
namespace {

// With the rest of the loop and with apply_fours, less than the 1 KB that an STM32L4 caches of
// code.
constexpr int32_t kStepsOfTurn = 12;
constexpr int32_t kFour = 4;
// Armv7-M and Armv8-M, memory map: below lie flash memories, from here on RAM, which need not be
// copied.
constexpr uintptr_t kCodeEnd = 0x20000000;

// What all blocks of filters have in common.
struct Loop {
    int32_t skipped;      // bytes of weights and of columns in the first turn, less a step's
    int32_t entry;        // bytes of code in the first turn
    int32_t pixel_bytes;  // of the output
    const int16_t* columns_end;
    int32_t weight_bytes;
};

static_assert(sizeof(Loop) == 20, "the assembly loads five words");

// clang-format off

// r0 weights, r1 columns, r2 and r3 words of weights, r4 and r5 of columns. Sums of the first and
// the second column: r6 and r7 of filters 1 and 0, r8 and r9 of filter 0; r10 and r11, r12 and lr of
// filters 3 and 2. Stack: 0 weights, as the first turn counts them, 4 those of the first step,
// 12 biases, 28 skipped, 32 where the first turn begins, 36 end of the weights, 40 output,
// 44 pixel_bytes, 48 columns_end.
#define STEP                                                                                       \
    "ldr.n r2, [r0, #8 * neurio_step]\n"                                                             \
    "ldr.n r3, [r0, #8 * neurio_step + 4]\n"                                                         \
    "ldr.n r4, [r1, #8 * neurio_step]\n"                                                             \
    "ldr.n r5, [r1, #8 * neurio_step + 4]\n"                                                         \
    "smlad r6, r4, r2, r6\n"                                                                       \
    "smlad r7, r5, r2, r7\n"                                                                       \
    "sxtb16 r2, r2\n"                                                                              \
    "smlad r10, r4, r3, r10\n"                                                                     \
    "smlad r11, r5, r3, r11\n"                                                                     \
    "sxtb16 r3, r3\n"                                                                              \
    "smlad r8, r4, r2, r8\n"                                                                       \
    "smlad r9, r5, r2, r9\n"                                                                       \
    "smlad r12, r4, r3, r12\n"                                                                     \
    "smlad lr, r5, r3, lr\n"

// Two columns' codes, in place; r2-r4 multiplier, addend, shift; r5 free.
#define HIGH_ONE_SIDED(a, b, low_a, low_b)                                                         \
    "ldm.w r0!, {r2, r3, r4}\n"                                                                      \
    "sub " a ", " a ", " low_a "\n"                                                                \
    "sub " b ", " b ", " low_b "\n"                                                                \
    "smmla " a ", " a ", r2, r3\n"                                                                 \
    "smmla " b ", " b ", r2, r3\n"                                                                 \
    "asr " a ", " a ", r4\n"                                                                       \
    "asr " b ", " b ", r4\n"                                                                       \
    "ssat " a ", #8, " a "\n"                                                                      \
    "ssat " b ", #8, " b "\n"

#define LOW_ONE_SIDED(a, b)                                                                        \
    "ldm.w r0!, {r2, r3, r4}\n"                                                                      \
    "lsl " a ", " a ", r4\n"                                                                       \
    "lsl " b ", " b ", r4\n"                                                                       \
    "smmla " a ", " a ", r2, r3\n"                                                                 \
    "smmla " b ", " b ", r2, r3\n"                                                                 \
    "ssat " a ", #8, " a ", asr #16\n"                                                             \
    "ssat " b ", #8, " b ", asr #16\n"

#define ROUND_TWICE(a)                                                                             \
    "smmlar r5, " a ", r2, r3\n"                                                                   \
    "add " a ", r5, " a ", asr #31\n"                                                              \
    "asr " a ", " a ", r4\n"                                                                       \
    "ssat " a ", #8, " a "\n"

#define HIGH_TWO_SIDED(a, b, low_a, low_b)                                                         \
    "ldm.w r0!, {r2, r3, r4}\n"                                                                      \
    "sub " a ", " a ", " low_a "\n"                                                                \
    "sub " b ", " b ", " low_b "\n"                                                                \
    "asr " a ", " a ", #7\n"                                                                       \
    "asr " b ", " b ", #7\n"                                                                       \
    ROUND_TWICE(a) ROUND_TWICE(b)

#define LOW_TWO_SIDED(a, b)                                                                        \
    "ldm.w r0!, {r2, r3, r4}\n"                                                                      \
    "lsl " a ", " a ", #1\n"                                                                       \
    "lsl " b ", " b ", #1\n"                                                                       \
    ROUND_TWICE(a) ROUND_TWICE(b)

#define FOURS(name, HIGH, LOW)                                                                     \
    extern "C" [[gnu::naked, gnu::aligned(32)]] void name(const uint32_t*, const int16_t*,         \
                                                          const Loop*, int8_t*) {                  \
        asm volatile(                                                                              \
            "push {r4-r11, lr}\n"                                                                  \
            "sub sp, sp, #52\n"                                                                    \
            "ldm r2, {r4-r8}\n" /* the fields of Loop */                                           \
            "ldm r0!, {r9-r12}\n"                                                                  \
            "ldrd r2, lr, [r0]\n"                                                                  \
            "strd r2, lr, [sp, #4]\n"                                                              \
            "add r2, sp, #12\n"                                                                    \
            "stm r2, {r9-r12}\n"                                                                   \
            "sub r9, r0, r4\n"                                                                     \
            "add r8, r8, r0\n"                                                                     \
            "adr.w lr, 3f\n"                                                                       \
            "adds lr, lr, #1\n" /* Thumb */                                                        \
            "sub r5, lr, r5\n"                                                                     \
            "str r9, [sp]\n"                                                                       \
            "strd r4, r5, [sp, #28]\n"                                                             \
            "strd r8, r3, [sp, #36]\n"                                                             \
            "strd r6, r7, [sp, #44]\n"                                                             \
            ".balign 4\n"                                                                          \
            "1:\n" /* a pair of pixels: its first step, on top of the biases */                    \
            "ldm.w sp, {r0, r2, r3, r6, r8, r10, r12, lr}\n"                                       \
            "ldrd r4, r5, [r1]\n"                                                                  \
            "sub.w r1, r1, lr\n"                                                                   \
            "smlad r7, r5, r2, r6\n"                                                               \
            "smlad r6, r4, r2, r6\n"                                                               \
            "sxtb16 r2, r2\n"                                                                      \
            "smlad r11, r5, r3, r10\n"                                                             \
            "smlad r10, r4, r3, r10\n"                                                             \
            "sxtb16 r3, r3\n"                                                                      \
            "smlad r9, r5, r2, r8\n"                                                               \
            "smlad r8, r4, r2, r8\n"                                                               \
            "smlad lr, r5, r3, r12\n"                                                              \
            "smlad r12, r4, r3, r12\n"                                                             \
            "ldr.w pc, [sp, #32]\n"                                                                \
            ".balign 4\n"                                                                          \
            "2:\n" /* a turn */                                                                    \
            ".set neurio_step, 0\n"                                                                \
            ".rept 12\n"                                                                           \
            STEP                                                                                   \
            ".set neurio_step, neurio_step + 1\n"                                                  \
            ".endr\n"                                                                              \
            "3:\n"                                                                                 \
            ".if 3b - 2b != 12 * 48\n"                                                             \
            ".error \"a step is not 48 bytes\"\n"                                                  \
            ".endif\n"                                                                             \
            "ldr r2, [sp, #36]\n"                                                                  \
            "adds r0, #96\n"                                                                      \
            "adds r1, #96\n"                                                                      \
            "cmp r0, r2\n"                                                                         \
            "bne.w 2b\n"                                                                           \
            HIGH("r6", "r7", "r8", "r9") LOW("r8", "r9")                                           \
            HIGH("r10", "r11", "r12", "lr") LOW("r12", "lr")                                       \
"ldrd r2, r3, [sp, #40]\n" /* output, pixel_bytes */                                   \
            "ldr r4, [sp, #48]\n"                                                                  \
            "adds r5, r2, r3\n"                                                                    \
            "strb.w r6, [r2, #1]\n"                                                                \
            "strb.w r8, [r2]\n"                                                                    \
            "strb.w r10, [r2, #3]\n"                                                               \
            "strb.w r12, [r2, #2]\n"                                                               \
            "add.w r2, r5, r3\n"                                                                   \
            "strb.w r7, [r5, #1]\n"                                                                \
            "strb.w r9, [r5]\n"                                                                    \
            "strb.w r11, [r5, #3]\n"                                                               \
            "strb.w lr, [r5, #2]\n"                                                                \
            "str r2, [sp, #40]\n"                                                                  \
            "cmp r1, r4\n"                                                                         \
            "bne.w 1b\n"                                                                           \
            "add sp, sp, #52\n"                                                                    \
            "pop {r4-r11, pc}\n");                                                                 \
    }

FOURS(neurio_filter_fours_one_sided, HIGH_ONE_SIDED, LOW_ONE_SIDED)
FOURS(neurio_filter_fours_two_sided, HIGH_TWO_SIDED, LOW_TWO_SIDED)

// `words`, a multiple of eight.
void copy_words(const uint32_t* from, int32_t words, uint32_t* to) {
    const uint32_t* const end = from + words;
    asm volatile(
        "1:\n"
        "ldm %[from]!, {r3, r4, r5, r6}\n"
        "stm %[to]!, {r3, r4, r5, r6}\n"
        "cmp %[from], %[end]\n"
        "bne 1b\n"
        : [from] "+r"(from), [to] "+r"(to)
        : [end] "r"(end)
        : "r3", "r4", "r5", "r6", "cc", "memory");
}

// A quad each of the columns at `a` and `b`, to `to`; all move behind it. Single stores take a cycle
// less than an STM.
#define WIDEN_QUADS                                                                                \
    "ldr r5, [%[a]], #4\n"                                                                         \
    "ldr r6, [%[b]], #4\n"                                                                         \
    "sxtb16 r3, r5\n"                                                                              \
    "sxtb16 r4, r6\n"                                                                              \
    "sxtb16 r5, r5, ror #8\n"                                                                      \
    "sxtb16 r6, r6, ror #8\n"                                                                      \
    "str.w r3, [%[to]], #16\n"                                                                     \
    "str r4, [%[to], #-12]\n"                                                                    \
    "str r5, [%[to], #-8]\n"                                                                     \
    "str r6, [%[to], #-4]\n"

// clang-format on

}  // namespace

int16_t* widen_two(const int8_t* first, const int8_t* second, int32_t quads, int16_t* columns) {
    int16_t* const end = columns + 8 * quads;
    asm volatile(
        ".balign 4\n"
        "1:\n" WIDEN_QUADS
        "cmp.w %[to], %[end]\n"
        "bne.w 1b\n"
        : [a] "+r"(first), [b] "+r"(second), [to] "+r"(columns)
        : [end] "r"(end)
        : "r3", "r4", "r5", "r6", "cc", "memory");
    return end;
}

void widen_pairs(const int8_t* from, int32_t quads, int32_t pairs, int16_t* columns) {
    const int8_t* second;
    const int16_t* end;
    asm volatile(
        ".balign 4\n"
        "1:\n"
        "add.w %[b], %[a], %[quads], lsl #2\n"
        "add.w %[end], %[to], %[quads], lsl #4\n"
        "2:\n" WIDEN_QUADS
        "cmp.w %[to], %[end]\n"
        "bne.w 2b\n"
        "mov.w %[a], %[b]\n"
        "subs.w %[pairs], %[pairs], #1\n"
        "bne.w 1b\n"
        :
        [a] "+r"(from), [b] "=&r"(second), [to] "+r"(columns), [end] "=&r"(end), [pairs] "+r"(pairs)
        : [quads] "r"(quads)
        : "r3", "r4", "r5", "r6", "cc", "memory");
}

[[gnu::aligned(32)]] void apply_fours(const FilterFours& fours, const int16_t* columns,
                                      int32_t pairs, int8_t* output, uint32_t* block) {
    constexpr int32_t kStepBytes = 48;  // of code
    constexpr int32_t kStep = 8;        // bytes of weights, and of columns
    const int32_t words = block_words(fours);
    const int32_t steps = 2 * fours.quads;
    const int32_t rest = steps - 1;  // behind the first
    const int32_t skipped = (kStepsOfTurn - rest % kStepsOfTurn) % kStepsOfTurn;
    const Loop loop = {
        kStep * (skipped - 1), (kStepsOfTurn - skipped) * kStepBytes,
        fours.filters,         columns + 4 * steps * pairs,
        kStep * steps,
    };
    const auto compute =
        fours.two_sided ? neurio_filter_fours_two_sided : neurio_filter_fours_one_sided;
    const uint32_t* from = fours.stream;
    const bool copied = fours.copied && reinterpret_cast<uintptr_t>(from) < kCodeEnd;
    for (int32_t filter = 0; filter < fours.filters; filter += kFour) {
        const int32_t first = filter + kFour <= fours.filters ? filter : fours.filters - kFour;
        const uint32_t* here = from;
        if (copied) {
            copy_words(from, words, block);
            here = block;
        }
        compute(here, columns, &loop, output + first);
        from += words;
    }
}

}  // namespace neurio
