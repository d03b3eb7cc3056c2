#include "kernels/rv32/filter_blocks.h"

#include "kernels/rv32/scale.h"

namespace neurio {
namespace {

// sums[row][filter] = first[filter] + inputs[row][i] * weights[i][filter] over all i
template <int32_t kRows>
inline void add_products(const int32_t (&first)[kBlockFilters], const int8_t* weights,
                         const int8_t* const (&inputs)[kRows], int32_t depth,
                         int32_t (&sums)[kRows][kBlockFilters]) {
    for (int32_t row = 0; row < kRows; ++row) {
        for (int32_t filter = 0; filter < kBlockFilters; ++filter)
            sums[row][filter] = first[filter];
    }
#pragma GCC unroll 4
    for (int32_t i = 0; i < depth; ++i) {
        const int32_t a = weights[0];
        const int32_t b = weights[1];
        const int32_t c = weights[2];
        const int32_t d = weights[3];
        weights += kBlockFilters;
#pragma GCC unroll 4
        for (int32_t row = 0; row < kRows; ++row) {
            const int32_t value = inputs[row][i];
            sums[row][0] += value * a;
            sums[row][1] += value * b;
            sums[row][2] += value * c;
            sums[row][3] += value * d;
        }
    }
}

// The same of four rows and a depth that is a multiple of four, in assembly, as compilers keep no
// 16 sums in registers: these take 16 of the 27 that may be used, four rows, four weights, the
// place in the weights, an input and a product take the others.
//
//   rows a0 to a3; weights t3 to t6, of them t2; input t0; product t1
//   sums a4 to a7; s1 to s4; s5 to s8; s9 to s11, ra
#define NEURIO_ROW(i, row, a, b, c, d) \
    "lb t0, " #i "(" #row              \
    ")\n"                              \
    "mul t1, t0, t3\n"                 \
    "add " #a ", " #a                  \
    ", t1\n"                           \
    "mul t1, t0, t4\n"                 \
    "add " #b ", " #b                  \
    ", t1\n"                           \
    "mul t1, t0, t5\n"                 \
    "add " #c ", " #c                  \
    ", t1\n"                           \
    "mul t1, t0, t6\n"                 \
    "add " #d ", " #d ", t1\n"
#define NEURIO_STEP(i, w0, w1, w2, w3)                                                         \
    "lb t3, " #w0                                                                              \
    "(t2)\n"                                                                                   \
    "lb t4, " #w1                                                                              \
    "(t2)\n"                                                                                   \
    "lb t5, " #w2                                                                              \
    "(t2)\n"                                                                                   \
    "lb t6, " #w3 "(t2)\n" NEURIO_ROW(i, a0, a4, a5, a6, a7) NEURIO_ROW(i, a1, s1, s2, s3, s4) \
        NEURIO_ROW(i, a2, s5, s6, s7, s8) NEURIO_ROW(i, a3, s9, s10, s11, ra)
#define NEURIO_FIRST(a, b, c, d) "mv " #a ", a4\n mv " #b ", a5\n mv " #c ", a6\n mv " #d ", a7\n"
#define NEURIO_STORE(a, b, c, d, at)                                                          \
    "sw " #a ", " #at "+0(t0)\n sw " #b ", " #at "+4(t0)\n sw " #c ", " #at "+8(t0)\n sw " #d \
    ", " #at "+12(t0)\n"

void add_quads_of_four_rows(const int32_t* first, const int8_t* weights,
                            const int8_t* const* inputs, int32_t depth, int32_t* sums) {
    // in memory, as no register is left for them
    volatile struct {
        const int32_t* first;
        const int8_t* weights;
        const int8_t* end;
        const int8_t* const* inputs;
        int32_t* sums;
    } at = {first, weights, weights + depth * kBlockFilters, inputs, sums};
    __asm volatile(
        "lw t0, %[first]\n"
        "lw a4, 0(t0)\n"
        "lw a5, 4(t0)\n"
        "lw a6, 8(t0)\n"
        "lw a7, 12(t0)\n" NEURIO_FIRST(s1, s2, s3, s4) NEURIO_FIRST(s5, s6, s7, s8)
            NEURIO_FIRST(s9, s10, s11, ra)
        "lw t2, %[inputs]\n"
        "lw a0, 0(t2)\n"
        "lw a1, 4(t2)\n"
        "lw a2, 8(t2)\n"
        "lw a3, 12(t2)\n"
        "lw t2, %[weights]\n"
        "1:\n" NEURIO_STEP(0, 0, 1, 2, 3) NEURIO_STEP(1, 4, 5, 6, 7)
            NEURIO_STEP(2, 8, 9, 10, 11) NEURIO_STEP(3, 12, 13, 14, 15)
        "lw t0, %[end]\n"
        "addi a0, a0, 4\n"
        "addi a1, a1, 4\n"
        "addi a2, a2, 4\n"
        "addi a3, a3, 4\n"
        "addi t2, t2, 16\n"
        "bne t2, t0, 1b\n"
        "lw t0, %[sums]\n" NEURIO_STORE(a4, a5, a6, a7, 0) NEURIO_STORE(s1, s2, s3, s4, 16)
            NEURIO_STORE(s5, s6, s7, s8, 32) NEURIO_STORE(s9, s10, s11, ra, 48)
        :
        : [first] "m"(at.first), [weights] "m"(at.weights), [end] "m"(at.end),
          [inputs] "m"(at.inputs), [sums] "m"(at.sums)
        : "memory", "ra", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a0", "a1", "a2", "a3", "a4",
          "a5", "a6", "a7", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11");
}

template <>
inline void add_products<kBlockRows>(const int32_t (&first)[kBlockFilters], const int8_t* weights,
                                     const int8_t* const (&inputs)[kBlockRows], int32_t depth,
                                     int32_t (&sums)[kBlockRows][kBlockFilters]) {
    const int32_t quads = depth & ~3;
    for (int32_t row = 0; row < kBlockRows && quads == 0; ++row) {
        for (int32_t filter = 0; filter < kBlockFilters; ++filter)
            sums[row][filter] = first[filter];
    }
    if (quads != 0) add_quads_of_four_rows(first, weights, inputs, quads, &sums[0][0]);
    for (int32_t i = quads; i < depth; ++i) {
        for (int32_t row = 0; row < kBlockRows; ++row) {
            for (int32_t filter = 0; filter < kBlockFilters; ++filter) {
                sums[row][filter] += inputs[row][i] * weights[i * kBlockFilters + filter];
            }
        }
    }
}

// sums += input[i] * weights[i][filter] of two blocks, so that one row loads each input for eight.
inline void add_products_of_two(const int8_t* weights, const int8_t* input, int32_t depth,
                                int32_t (&sums)[2 * kBlockFilters]) {
    const int8_t* second = weights + depth * kBlockFilters;
#pragma GCC unroll 4
    for (int32_t i = 0; i < depth; ++i) {
        const int32_t value = input[i];
#pragma GCC unroll 4
        for (int32_t filter = 0; filter < kBlockFilters; ++filter) {
            sums[filter] += value * weights[filter];
            sums[kBlockFilters + filter] += value * second[filter];
        }
        weights += kBlockFilters;
        second += kBlockFilters;
    }
}

// Codes of one filter, of sums kBlockFilters apart. In a function of its own, so that what it needs
// is in registers.
template <int32_t kRows>
[[gnu::noinline]] void filter_of_codes(const int32_t* sums, int32_t multiplier, int32_t shift,
                                       const Codes& all, int8_t* output, int32_t output_stride) {
    const Codes codes = all;
    const Scale scale = scale_of(multiplier, shift);
    if (shift < 0 && codes.rectified()) {
#pragma GCC unroll 4
        for (int32_t row = 0; row < kRows; ++row) {
            *output = shifted_code<true>(sums[row * kBlockFilters], scale, codes);
            output += output_stride;
        }
        return;
    }
    for (int32_t row = 0; row < kRows; ++row) {
        *output = code_of(sums[row * kBlockFilters], scale, codes);
        output += output_stride;
    }
}

template <int32_t kRows>
void rows_of_codes(const FilterBlocks& p, int32_t first_filter, const int8_t* first_input,
                   int32_t input_stride, int8_t* output, int32_t output_stride) {
    const Codes codes = {p.output_offset, p.activation_min, p.activation_max};
    const int8_t* weights = p.weights + first_filter * p.depth;
    const int8_t* inputs[kRows];
    for (int32_t row = 0; row < kRows; ++row) inputs[row] = first_input + row * input_stride;
    for (int32_t filter = first_filter; filter < p.filters; filter += kBlockFilters) {
        const int32_t left = p.filters - filter;
        const int32_t count = left < kBlockFilters ? left : kBlockFilters;
        int32_t first[kBlockFilters] = {};
        for (int32_t i = 0; i < count; ++i) first[i] = p.bias[filter + i];
        int32_t sums[kRows][kBlockFilters];
        add_products<kRows>(first, weights, inputs, p.depth, sums);
        weights += p.depth * kBlockFilters;
        for (int32_t i = 0; i < count; ++i) {
            const int32_t scale = (filter + i) * p.scale_step;
            filter_of_codes<kRows>(&sums[0][i], p.multipliers[scale], p.shifts[scale], codes,
                                   output + filter + i, output_stride);
        }
    }
}

// One row: two blocks at once as long as there are two whole ones. Returns the filters that it did.
int32_t row_of_codes(const FilterBlocks& p, const int8_t* input, int8_t* output) {
    constexpr int32_t kTogether = 2 * kBlockFilters;
    const Codes codes = {p.output_offset, p.activation_min, p.activation_max};
    int32_t filter = 0;
    for (; filter + kTogether <= p.filters; filter += kTogether) {
        int32_t sums[kTogether];
        for (int32_t i = 0; i < kTogether; ++i) sums[i] = p.bias[filter + i];
        add_products_of_two(p.weights + filter * p.depth, input, p.depth, sums);
        for (int32_t i = 0; i < kTogether; ++i) {
            const int32_t at = (filter + i) * p.scale_step;
            output[filter + i] = code_of(sums[i], scale_of(p.multipliers[at], p.shifts[at]), codes);
        }
    }
    return filter;
}

}  // namespace

void filter_blocks(const FilterBlocks& blocks, const int8_t* inputs, int32_t input_stride,
                   int32_t rows, int8_t* output, int32_t output_stride) {
    switch (rows) {
        case 1: {
            const int32_t done = row_of_codes(blocks, inputs, output);
            return rows_of_codes<1>(blocks, done, inputs, input_stride, output, output_stride);
        }
        case 2:
            return rows_of_codes<2>(blocks, 0, inputs, input_stride, output, output_stride);
        case 3:
            return rows_of_codes<3>(blocks, 0, inputs, input_stride, output, output_stride);
        default:
            return rows_of_codes<kBlockRows>(blocks, 0, inputs, input_stride, output,
                                             output_stride);
    }
}

}  // namespace neurio
