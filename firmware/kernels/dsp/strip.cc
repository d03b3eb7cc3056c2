#include "kernels/dsp/strip.h"

namespace neurio {
namespace {

struct [[gnu::may_alias]] FourWords {
    uint32_t values[4];
};
struct [[gnu::may_alias, gnu::packed]] UnalignedWord {
    uint32_t value;
};

void copy_word(int8_t* to, const int8_t* from) {
    *reinterpret_cast<UnalignedWord*>(to) = *reinterpret_cast<const UnalignedWord*>(from);
}

int8_t* copy(int8_t* to, const int8_t* from, int32_t count) {
    for (; count >= 4; count -= 4, to += 4, from += 4) copy_word(to, from);
    for (; count > 0; --count) *to++ = *from++;
    return to;
}

// The same, four words at a time where addresses are multiples of four.
int8_t* copy_long(int8_t* to, const int8_t* from, int32_t count) {
    const auto addresses = reinterpret_cast<uintptr_t>(to) | reinterpret_cast<uintptr_t>(from);
    if (addresses % 4 == 0) {
        for (; count >= 16; count -= 16, to += 16, from += 16) {
            *reinterpret_cast<FourWords*>(to) = *reinterpret_cast<const FourWords*>(from);
        }
    }
    return copy(to, from, count);
}

int8_t* fill(int8_t* to, int32_t value, int32_t count) {
    for (int8_t* const end = to + count; to != end;) *to++ = static_cast<int8_t>(value);
    return to;
}

// gather_rows with a constant number of words a row, which leaves no inner loop.
template <int32_t kWords>
void gather_words(const int8_t* from, int32_t row_bytes, int32_t rows, int32_t count,
                  int8_t* column) {
    do {
#pragma GCC unroll 8
        for (int32_t word = 0; word < kWords; ++word) copy_word(column + 4 * word, from + 4 * word);
        from += row_bytes;
        column += count;
    } while (--rows != 0);
}

int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

// fill_strip, by one of the copies.
template <typename Copy>
void fill_rows(const Patches& patches, const int8_t* image, int32_t top, int32_t row_bytes,
               int8_t* strip, int32_t before, int32_t inside, Copy copy_run) {
    for (int32_t ky = 0; ky < patches.window_height; ++ky) {
        const int32_t y = top + ky * patches.dilation_height;
        if (y < 0 || y >= patches.height) {
            strip = fill(strip, patches.zero_point, row_bytes);
            continue;
        }
        strip = fill(strip, patches.zero_point, before);
        strip = copy_run(strip, image + y * patches.width * patches.channels, inside);
        strip = fill(strip, patches.zero_point, row_bytes - before - inside);
    }
}

}  // namespace

void fill_strip(const Patches& patches, const int8_t* image, int32_t top, int32_t row_bytes,
                int8_t* strip) {
    const int32_t before = smaller(patches.pad_left * patches.channels, row_bytes);
    const int32_t inside = smaller(patches.width * patches.channels, row_bytes - before);
    if (inside < 16) {
        fill_rows(patches, image, top, row_bytes, strip, before, inside, copy);
    } else {
        fill_rows(patches, image, top, row_bytes, strip, before, inside, copy_long);
    }
}

void gather_rows(const int8_t* from, int32_t row_bytes, int32_t rows, int32_t count,
                 int8_t* column) {
    switch ((count + 3) / 4) {
        case 1:
            return gather_words<1>(from, row_bytes, rows, count, column);
        case 2:
            return gather_words<2>(from, row_bytes, rows, count, column);
        case 3:
            return gather_words<3>(from, row_bytes, rows, count, column);
        default:
            for (; rows != 0; --rows, from += row_bytes, column += count) {
                for (int32_t i = 0; i < count; i += 4) copy_word(column + i, from + i);
            }
    }
}

}  // namespace neurio
