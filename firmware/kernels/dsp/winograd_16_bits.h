// Sums and differences of two int16 at once.
#pragma once

#include <stdint.h>

namespace neurio {

inline uint32_t add_halves(uint32_t a, uint32_t b) {
    uint32_t result;
    asm("sadd16 %0, %1, %2" : "=r"(result) : "r"(a), "r"(b));
    return result;
}

inline uint32_t subtract_halves(uint32_t a, uint32_t b) {
    uint32_t result;
    asm("ssub16 %0, %1, %2" : "=r"(result) : "r"(a), "r"(b));
    return result;
}

// Bytes 0 and 2 of a word, widened.
inline uint32_t even_bytes(uint32_t word) {
    uint32_t result;
    asm("sxtb16 %0, %1" : "=r"(result) : "r"(word));
    return result;
}

// Bytes 1 and 3.
inline uint32_t odd_bytes(uint32_t word) {
    uint32_t result;
    asm("sxtb16 %0, %1, ror #8" : "=r"(result) : "r"(word));
    return result;
}

}  // namespace neurio
