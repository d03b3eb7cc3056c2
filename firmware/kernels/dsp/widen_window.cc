#include "kernels/dsp/widen_window.h"

namespace neurio {
namespace {

constexpr int32_t kQuadWords = 4;  // of a column and its neighbour

typedef int16_t __attribute__((may_alias)) Half;

inline void widen_quad(const int8_t* from, uint32_t* column) {
    uint32_t quad, even, odd;
    __builtin_memcpy(&quad, from, sizeof(quad));
    asm("sxtb16 %0, %1" : "=r"(even) : "r"(quad));
    asm("sxtb16 %0, %1, ror #8" : "=r"(odd) : "r"(quad));
    column[0] = even;
    column[2] = odd;
}

// Rows of `quads` quads and `left` bytes. Where both are constants, no inner loop is left.
[[gnu::always_inline]] inline void widen(const int8_t* from, int32_t row_bytes, int32_t rows,
                                         int32_t quads, int32_t left, uint32_t* column) {
    // Two halves of a word here, the next two in the next word but one.
    Half* half = reinterpret_cast<Half*>(column + kQuadWords * quads * rows);
    int32_t step = 1;
    do {
#pragma GCC unroll 4
        for (int32_t i = 0; i < quads; ++i) widen_quad(from + 4 * i, column + kQuadWords * i);
#pragma GCC unroll 4
        for (int32_t i = 0; i < left; ++i) {
            *half = from[4 * quads + i];
            half += step;
            step ^= 2;
        }
        from += row_bytes;
        column += kQuadWords * quads;
    } while (--rows != 0);
}

template <int32_t kCount>
void widen_rows_of(const int8_t* from, int32_t row_bytes, int32_t rows, int32_t, uint32_t* column) {
    widen(from, row_bytes, rows, kCount / 4, kCount % 4, column);
}

void widen_any_rows(const int8_t* from, int32_t row_bytes, int32_t rows, int32_t count,
                    uint32_t* column) {
    widen(from, row_bytes, rows, count / 4, count % 4, column);
}

}  // namespace

WidenWindow widen_window(int32_t count) {
    switch (count) {
        case 3:
            return widen_rows_of<3>;
        case 4:
            return widen_rows_of<4>;
        case 5:
            return widen_rows_of<5>;
        case 9:
            return widen_rows_of<9>;
        case 15:
            return widen_rows_of<15>;
        default:
            return widen_any_rows;
    }
}

}  // namespace neurio
