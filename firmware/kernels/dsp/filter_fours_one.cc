#include "kernels/dsp/filter_fours_one.h"

namespace neurio {
namespace {

// Sums of filters 1 and 0 in one, of filter 0, and the same of filters 3 and 2.
struct Sums {
    int32_t high_1;
    int32_t low_0;
    int32_t high_3;
    int32_t low_2;
};

// `kSteps` steps, at most 15. Both pointers move behind them.
template <int kSteps>
[[gnu::always_inline]] inline void add_steps(const uint32_t*& weights, const uint32_t*& column,
                                             Sums& sums) {
    uint32_t first;
    uint32_t second;
    uint32_t codes;
    asm volatile(
        ".set neurio_step, 0\n"
        ".rept %c[steps]\n"
        "ldr.n %[first], [%[weights], #8 * neurio_step]\n"
        "ldr.n %[second], [%[weights], #8 * neurio_step + 4]\n"
        "ldr.n %[codes], [%[column], #8 * neurio_step + 4]\n"
        "smlad %[high_1], %[codes], %[first], %[high_1]\n"
        "smlad %[high_3], %[codes], %[second], %[high_3]\n"
        "sxtb16 %[first], %[first]\n"
        "sxtb16 %[second], %[second]\n"
        "smlad %[low_0], %[codes], %[first], %[low_0]\n"
        "smlad %[low_2], %[codes], %[second], %[low_2]\n"
        ".set neurio_step, neurio_step + 1\n"
        ".endr\n"
        "adds %[weights], #8 * %c[steps]\n"
        "adds %[column], #8 * %c[steps]\n"
        : [weights] "+l"(weights), [column] "+l"(column), [high_1] "+r"(sums.high_1),
          [low_0] "+r"(sums.low_0), [high_3] "+r"(sums.high_3), [low_2] "+r"(sums.low_2),
          [first] "=&l"(first), [second] "=&l"(second), [codes] "=&l"(codes)
        : [steps] "i"(kSteps)
        : "cc", "memory");
}

// value * multiplier / 2^32 + addend, rounded down or to the nearest.
inline int32_t multiply(int32_t value, uint32_t multiplier, uint32_t addend) {
    int32_t result;
    asm("smmla %0, %1, %2, %3" : "=r"(result) : "r"(value), "r"(multiplier), "r"(addend));
    return result;
}

inline int32_t multiply_rounded(int32_t value, uint32_t multiplier, uint32_t addend) {
    int32_t result;
    asm("smmlar %0, %1, %2, %3" : "=r"(result) : "r"(value), "r"(multiplier), "r"(addend));
    return result;
}

inline int8_t saturate(int32_t value) {
    int32_t result;
    asm("ssat %0, #8, %1" : "=r"(result) : "r"(value));
    return static_cast<int8_t>(result);
}

inline int32_t shifted_left(int32_t value, uint32_t bits) {
    return static_cast<int32_t>(static_cast<uint32_t>(value) << bits);
}

// A code of a sum; `factor` is multiplier, addend, shift. See filter_pairs.h.
struct OneSided {
    static int8_t high(int32_t sum_of_both, int32_t low, const uint32_t* factor) {
        return saturate(multiply(sum_of_both - low, factor[0], factor[1]) >> factor[2]);
    }
    static int8_t low(int32_t sum, const uint32_t* factor) {
        return saturate(multiply(shifted_left(sum, factor[2]), factor[0], factor[1]) >> 16);
    }
};

struct TwoSided {
    static int8_t high(int32_t sum_of_both, int32_t low, const uint32_t* factor) {
        return code((sum_of_both - low) >> 7, factor);
    }
    static int8_t low(int32_t sum, const uint32_t* factor) {
        return code(shifted_left(sum, 1), factor);
    }

  private:
    static int8_t code(int32_t doubled, const uint32_t* factor) {
        const int32_t sign = doubled >> 31;
        return saturate((multiply_rounded(doubled, factor[0], factor[1]) + sign) >> factor[2]);
    }
};

template <typename Form>
[[gnu::always_inline]] inline void one_column(const uint32_t* block, const int16_t* columns,
                                              int32_t quads, int8_t* output) {
    constexpr int32_t kQuadsOfTurn = 6;
    const int32_t* const biases = reinterpret_cast<const int32_t*>(block);
    Sums sums = {biases[0], biases[1], biases[2], biases[3]};
    const uint32_t* weights = block + 4;
    const uint32_t* column = reinterpret_cast<const uint32_t*>(columns);
    for (; quads >= kQuadsOfTurn; quads -= kQuadsOfTurn) {
        add_steps<2 * kQuadsOfTurn>(weights, column, sums);
    }
    for (; quads > 0; --quads) add_steps<2>(weights, column, sums);
    output[1] = Form::high(sums.high_1, sums.low_0, weights);
    output[0] = Form::low(sums.low_0, weights + 3);
    output[3] = Form::high(sums.high_3, sums.low_2, weights + 6);
    output[2] = Form::low(sums.low_2, weights + 9);
}

}  // namespace

void one_column_one_sided(const uint32_t* block, const int16_t* columns, int32_t quads,
                          int8_t* output) {
    one_column<OneSided>(block, columns, quads, output);
}

void one_column_two_sided(const uint32_t* block, const int16_t* columns, int32_t quads,
                          int8_t* output) {
    one_column<TwoSided>(block, columns, quads, output);
}

}  // namespace neurio
