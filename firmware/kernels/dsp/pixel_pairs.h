// Pairs of neighbouring activations of one channel as two int16 in a word, each activation * 2^8.
#pragma once

#include <stdint.h>

namespace neurio {

// The bytes of a word that hold an activation in either half-word.
constexpr uint32_t kHighBytes = 0xFF00FF00;

// Four int8 from any address.
inline uint32_t load_word(const int8_t* bytes) {
    uint32_t word;
    __builtin_memcpy(&word, bytes, sizeof(word));
    return word;
}

// To any address.
inline void store_word(int8_t* bytes, uint32_t word) {
    __builtin_memcpy(bytes, &word, sizeof(word));
}

// A code in all four bytes.
inline uint32_t spread(int32_t code) { return static_cast<uint8_t>(code) * 0x01010101U; }

// Channels 0 and 1 of two pixels: a0 a1 b0 b1, from the lowest byte.
inline uint32_t pack_bottom(uint32_t a, uint32_t b) {
    uint32_t result;
    asm("pkhbt %0, %1, %2, lsl #16" : "=r"(result) : "r"(a), "r"(b));
    return result;
}

// Channels 2 and 3 of two pixels: a2 a3 b2 b3.
inline uint32_t pack_top(uint32_t a, uint32_t b) {
    uint32_t result;
    asm("pkhtb %0, %1, %2, asr #16" : "=r"(result) : "r"(b), "r"(a));
    return result;
}

// The pairs of the even and of the odd channel of packed pixels.
inline uint32_t even_pair(uint32_t packed) {
    uint32_t result;
    asm("and %0, %1, %2, lsl #8" : "=r"(result) : "r"(kHighBytes), "r"(packed));
    return result;
}
inline uint32_t odd_pair(uint32_t packed) { return packed & kHighBytes; }

inline void fill_words(uint32_t* words, int32_t count, uint32_t value) {
    for (int32_t i = 0; i < count; ++i) words[i] = value;
}

}  // namespace neurio
