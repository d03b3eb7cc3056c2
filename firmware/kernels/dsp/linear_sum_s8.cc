#include "kernels/dsp/linear_sum_s8.h"

#include "kernels/dsp/pixel_pairs.h"

namespace neurio {
namespace {

// addend + factor * lower half of `pair` / 2^16, rounded down.
inline int32_t multiply_bottom(int32_t factor, uint32_t pair, int32_t addend) {
    int32_t result;
    asm("smlawb %0, %1, %2, %3" : "=r"(result) : "r"(factor), "r"(pair), "r"(addend));
    return result;
}

inline int32_t multiply_top(int32_t factor, uint32_t pair, int32_t addend) {
    int32_t result;
    asm("smlawt %0, %1, %2, %3" : "=r"(result) : "r"(factor), "r"(pair), "r"(addend));
    return result;
}

// The upper halves of two words, each saturated to [0, 255].
inline uint32_t saturate_tops(int32_t first, int32_t second) {
    uint32_t result;
    asm("pkhtb %0, %1, %2, asr #16\n usat16 %0, #8, %0" : "=r"(result) : "r"(second), "r"(first));
    return result;
}

inline uint32_t sum_pair(const LinearSumParams& p, uint32_t left, uint32_t right) {
    const int32_t first =
        multiply_bottom(p.right, right, multiply_bottom(p.left, left, p.constant));
    const int32_t second = multiply_top(p.right, right, multiply_top(p.left, left, p.constant));
    return saturate_tops(first, second);
}

inline uint32_t sum_word(const LinearSumParams& p, uint32_t left, uint32_t right) {
    const uint32_t even = sum_pair(p, even_pair(left), even_pair(right));
    const uint32_t odd = sum_pair(p, odd_pair(left), odd_pair(right));
    return (even | odd << 8) ^ 0x80808080;
}

}  // namespace

void linear_sum_s8(const LinearSumParams& params, const int8_t* left, const int8_t* right,
                   int8_t* output) {
    const LinearSumParams p = params;
    const uint32_t* a = reinterpret_cast<const uint32_t*>(left);
    const uint32_t* b = reinterpret_cast<const uint32_t*>(right);
    uint32_t* sums = reinterpret_cast<uint32_t*>(output);
    const uint32_t* const end = a + p.elements / 4;
    while (a != end) *sums++ = sum_word(p, *a++, *b++);
    for (int32_t i = p.elements / 4 * 4; i < p.elements; ++i) {
        output[i] = static_cast<int8_t>(sum_word(p, left[i] & 0xFF, right[i] & 0xFF));
    }
}

}  // namespace neurio
