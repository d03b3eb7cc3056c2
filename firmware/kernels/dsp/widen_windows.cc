#include "kernels/dsp/widen_windows.h"

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

[[gnu::always_inline]] inline void widen_all(const Windows& windows, int32_t count,
                                             const int8_t* from, int32_t pixels, bool odd,
                                             uint32_t* column) {
    const int32_t rows = windows.rows;
    const int32_t row_bytes = windows.row_bytes;
    const int32_t pixel_step = windows.pixel_step;
    const int32_t pair_words = windows.depth;
    for (; pixels != 0; --pixels) {
        widen(from, row_bytes, rows, count / 4, count % 4, column);
        from += pixel_step;
        column += odd ? pair_words - 1 : 1;
        odd = !odd;
    }
}

template <int32_t kCount>
void widen_rows_of(const Windows& windows, const int8_t* from, int32_t pixels, bool odd,
                   uint32_t* column) {
    widen_all(windows, kCount, from, pixels, odd, column);
}

void widen_any_rows(const Windows& windows, const int8_t* from, int32_t pixels, bool odd,
                    uint32_t* column) {
    widen_all(windows, windows.count, from, pixels, odd, column);
}

}  // namespace

WidenWindows widen_windows(int32_t count) {
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
