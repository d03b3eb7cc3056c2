// Sixteen int32 in two registers of AVX2. vectors_baseline.h says what each function does.
//
// VPMADDUBSW multiplies unsigned with signed bytes and adds pairs of products, which 16 bits do not
// hold: bytes are taken as twice their upper seven bits, and their lowest bit.
#pragma once

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#define NEURIO_X86_INLINE NEURIO_X86_TARGET __attribute__((always_inline)) inline

namespace neurio {
namespace avx2 {
namespace {

constexpr int32_t kPixels = 4;
constexpr int32_t kBlocks = 1;
constexpr int32_t kBlocksOfOne = 4;

struct Vector {
    __m256i x[2];
};

struct Scale {
    __m256i multiplier[2], exponent[2], mask[2], threshold[2];
};

NEURIO_X86_INLINE __m256i load_half(const void* from) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

NEURIO_X86_INLINE void load(Vector& v, const void* from) {
    v.x[0] = load_half(from);
    v.x[1] = load_half(static_cast<const int8_t*>(from) + 32);
}

NEURIO_X86_INLINE void load_codes(Vector& v, const int8_t* from) {
    const __m128i codes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    v.x[0] = _mm256_cvtepi8_epi32(codes);
    v.x[1] = _mm256_cvtepi8_epi32(_mm_srli_si128(codes, 8));
}

NEURIO_X86_INLINE void fill(Vector& v, int32_t value) {
    v.x[0] = v.x[1] = _mm256_set1_epi32(value);
}

NEURIO_X86_INLINE void store(const Vector& v, int32_t* to) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), v.x[0]);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + 8), v.x[1]);
}

NEURIO_X86_INLINE void add(Vector& sums, const Vector& v) {
    sums.x[0] = _mm256_add_epi32(sums.x[0], v.x[0]);
    sums.x[1] = _mm256_add_epi32(sums.x[1], v.x[1]);
}

NEURIO_X86_INLINE void add_products(Vector& sums, const Vector& a, const Vector& b) {
    sums.x[0] = _mm256_add_epi32(sums.x[0], _mm256_mullo_epi32(a.x[0], b.x[0]));
    sums.x[1] = _mm256_add_epi32(sums.x[1], _mm256_mullo_epi32(a.x[1], b.x[1]));
}

NEURIO_X86_INLINE void add_four_products(Vector& sums, int32_t bytes, const Vector& weights) {
    const __m256i all = _mm256_set1_epi32(bytes);
    const __m256i lowest = _mm256_and_si256(all, _mm256_set1_epi8(1));
    const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(all, 1), _mm256_set1_epi8(127));
    const __m256i one = _mm256_set1_epi16(1), two = _mm256_set1_epi16(2);
    const __m256i a = _mm256_madd_epi16(_mm256_maddubs_epi16(upper, weights.x[0]), two);
    const __m256i b = _mm256_madd_epi16(_mm256_maddubs_epi16(upper, weights.x[1]), two);
    const __m256i c = _mm256_madd_epi16(_mm256_maddubs_epi16(lowest, weights.x[0]), one);
    const __m256i d = _mm256_madd_epi16(_mm256_maddubs_epi16(lowest, weights.x[1]), one);
    sums.x[0] = _mm256_add_epi32(sums.x[0], _mm256_add_epi32(a, c));
    sums.x[1] = _mm256_add_epi32(sums.x[1], _mm256_add_epi32(b, d));
}

NEURIO_X86_INLINE void load_scale(Scale& s, const int32_t* multipliers, const int32_t* exponents) {
    const __m256i one = _mm256_set1_epi32(1);
    for (int32_t i = 0; i < 2; ++i) {
        s.multiplier[i] = load_half(multipliers + 8 * i);
        s.exponent[i] = load_half(exponents + 8 * i);
        s.mask[i] = _mm256_sub_epi32(_mm256_sllv_epi32(one, s.exponent[i]), one);
        s.threshold[i] = _mm256_srli_epi32(s.mask[i], 1);
    }
}

NEURIO_X86_INLINE void scale(Vector& v, const Scale& s) {
    const __m256i half = _mm256_set1_epi64x(int64_t{1} << 30);
    for (int32_t i = 0; i < 2; ++i) {
        const __m256i m = s.multiplier[i];
        __m256i even = _mm256_mul_epi32(v.x[i], m);
        __m256i odd = _mm256_mul_epi32(_mm256_srli_epi64(v.x[i], 32), _mm256_srli_epi64(m, 32));
        even = _mm256_srli_epi64(_mm256_add_epi64(even, half), 31);
        odd = _mm256_slli_epi64(_mm256_add_epi64(odd, half), 1);
        const __m256i x = _mm256_blend_epi32(even, odd, 0xaa);
        const __m256i limit = _mm256_add_epi32(s.threshold[i], _mm256_srli_epi32(x, 31));
        const __m256i up = _mm256_cmpgt_epi32(_mm256_and_si256(x, s.mask[i]), limit);
        v.x[i] = _mm256_sub_epi32(_mm256_srav_epi32(x, s.exponent[i]), up);
    }
}

NEURIO_X86_INLINE void shift_right(Vector& v, int32_t bits) {
    const __m128i count = _mm_cvtsi32_si128(bits);
    v.x[0] = _mm256_sra_epi32(v.x[0], count);
    v.x[1] = _mm256_sra_epi32(v.x[1], count);
}

NEURIO_X86_INLINE void store_codes(const Vector& v, int32_t offset, int32_t low, int32_t high,
                                   int8_t* to, int32_t count) {
    __m256i x[2];
    for (int32_t i = 0; i < 2; ++i) {
        x[i] = _mm256_add_epi32(v.x[i], _mm256_set1_epi32(offset));
        x[i] = _mm256_max_epi32(x[i], _mm256_set1_epi32(low));
        x[i] = _mm256_min_epi32(x[i], _mm256_set1_epi32(high));
    }
    const __m256i words = _mm256_permute4x64_epi64(_mm256_packs_epi32(x[0], x[1]), 0xd8);
    const __m128i codes =
        _mm_packs_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    if (count >= 16) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), codes);
    } else {
        int8_t all[16];
        _mm_storeu_si128(reinterpret_cast<__m128i*>(all), codes);
        memcpy(to, all, static_cast<size_t>(count));
    }
}

}  // namespace
}  // namespace avx2
}  // namespace neurio
