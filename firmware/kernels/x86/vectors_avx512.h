// Sixteen int32 in one register of AVX-512. vectors_baseline.h says what each function does.
#pragma once

#include <immintrin.h>
#include <stdint.h>

#define NEURIO_X86_INLINE NEURIO_X86_TARGET __attribute__((always_inline)) inline

namespace neurio {
namespace avx512 {
namespace {

constexpr int32_t kPixels = 8;  // of a tile that has 16 * kBlocks filters
constexpr int32_t kBlocks = 2;
constexpr int32_t kBlocksOfOne = 4;  // of a tile of one pixel

struct Vector {
    __m512i x;
};

struct Scale {
    __m512i multiplier, exponent, mask, threshold;
};

NEURIO_X86_INLINE void load(Vector& v, const void* from) { v.x = _mm512_loadu_si512(from); }

NEURIO_X86_INLINE void load_codes(Vector& v, const int8_t* from) {
    v.x = _mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}

NEURIO_X86_INLINE void fill(Vector& v, int32_t value) { v.x = _mm512_set1_epi32(value); }

NEURIO_X86_INLINE void store(const Vector& v, int32_t* to) { _mm512_storeu_si512(to, v.x); }

NEURIO_X86_INLINE void add(Vector& sums, const Vector& v) {
    sums.x = _mm512_add_epi32(sums.x, v.x);
}

NEURIO_X86_INLINE void add_products(Vector& sums, const Vector& a, const Vector& b) {
    sums.x = _mm512_add_epi32(sums.x, _mm512_mullo_epi32(a.x, b.x));
}

NEURIO_X86_INLINE void add_four_products(Vector& sums, int32_t bytes, const Vector& weights) {
    sums.x = _mm512_dpbusd_epi32(sums.x, _mm512_set1_epi32(bytes), weights.x);
}

NEURIO_X86_INLINE void load_scale(Scale& s, const int32_t* multipliers, const int32_t* exponents) {
    const __m512i one = _mm512_set1_epi32(1);
    s.multiplier = _mm512_loadu_si512(multipliers);
    s.exponent = _mm512_loadu_si512(exponents);
    s.mask = _mm512_sub_epi32(_mm512_sllv_epi32(one, s.exponent), one);
    s.threshold = _mm512_srli_epi32(s.mask, 1);
}

NEURIO_X86_INLINE void scale(Vector& v, const Scale& s) {
    const __m512i half = _mm512_set1_epi64(int64_t{1} << 30);
    __m512i even = _mm512_mul_epi32(v.x, s.multiplier);
    __m512i odd = _mm512_mul_epi32(_mm512_srli_epi64(v.x, 32), _mm512_srli_epi64(s.multiplier, 32));
    even = _mm512_srli_epi64(_mm512_add_epi64(even, half), 31);
    odd = _mm512_slli_epi64(_mm512_add_epi64(odd, half), 1);
    const __m512i x = _mm512_mask_blend_epi32(0xaaaa, even, odd);
    const __m512i limit = _mm512_add_epi32(s.threshold, _mm512_srli_epi32(x, 31));
    const __mmask16 up = _mm512_cmpgt_epi32_mask(_mm512_and_si512(x, s.mask), limit);
    const __m512i low = _mm512_srav_epi32(x, s.exponent);
    v.x = _mm512_mask_add_epi32(low, up, low, _mm512_set1_epi32(1));
}

NEURIO_X86_INLINE void shift_right(Vector& v, int32_t bits) {
    v.x = _mm512_sra_epi32(v.x, _mm_cvtsi32_si128(bits));
}

NEURIO_X86_INLINE void store_codes(const Vector& v, int32_t offset, int32_t low, int32_t high,
                                   int8_t* to, int32_t count) {
    __m512i x = _mm512_add_epi32(v.x, _mm512_set1_epi32(offset));
    x = _mm512_max_epi32(x, _mm512_set1_epi32(low));
    x = _mm512_min_epi32(x, _mm512_set1_epi32(high));
    const __m128i codes = _mm512_cvtepi32_epi8(x);
    if (count >= 16) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), codes);
    } else {
        _mm_mask_storeu_epi8(to, static_cast<__mmask16>((1u << count) - 1), codes);
    }
}

}  // namespace
}  // namespace avx512
}  // namespace neurio
