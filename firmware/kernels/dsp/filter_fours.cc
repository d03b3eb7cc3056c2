#include "kernels/dsp/filter_fours.h"

#include <stddef.h>

namespace neurio {
namespace {

constexpr int32_t kFour = 4;

// clang-format off

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
    constexpr int32_t kStep = 8;  // bytes of weights, and of columns
    const FoursForm& form = *fours.form;
    const int32_t words = block_words(fours);
    const int32_t steps = 2 * fours.quads;
    const int32_t rest = steps - 1;  // behind the first
    const int32_t skipped = (form.steps - rest % form.steps) % form.steps;
    const FoursStrip strip = {
        kStep * (skipped - 1), (form.steps - skipped) * form.step_bytes,
        fours.filters,         columns + 4 * steps * pairs,
        kStep * steps,
    };
    const uint32_t* from = fours.stream;
    const bool copied = fours.copied && is_in_flash(from);
    for (int32_t filter = 0; filter < fours.filters; filter += kFour) {
        const int32_t first = filter + kFour <= fours.filters ? filter : fours.filters - kFour;
        const uint32_t* here = from;
        if (copied) {
            copy_words(from, words, block);
            here = block;
        }
        form.pairs(here, columns, &strip, output + first);
        from += words;
    }
}

void apply_fours_to_second(const FilterFours& fours, const int16_t* columns, int8_t* output) {
    const int32_t words = block_words(fours);
    const uint32_t* from = fours.stream;
    for (int32_t filter = 0; filter < fours.filters; filter += kFour) {
        const int32_t first = filter + kFour <= fours.filters ? filter : fours.filters - kFour;
        fours.form->one(from, columns, fours.quads, output + first);
        from += words;
    }
}

}  // namespace neurio
