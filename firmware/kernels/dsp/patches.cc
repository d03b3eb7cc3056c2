#include "kernels/dsp/patches.h"

#include "kernels/common/window.h"

namespace neurio {
namespace {

struct [[gnu::may_alias]] Word {
    uint32_t value;
};
struct [[gnu::may_alias]] FourWords {
    uint32_t values[4];
};

// Copies and fills where every run is whole words at addresses that are multiples of four.
struct Words {
    static int8_t* copy(int8_t* to, const int8_t* from, int32_t count) {
        for (; count >= 16; count -= 16, to += 16, from += 16) {
            *reinterpret_cast<FourWords*>(to) = *reinterpret_cast<const FourWords*>(from);
        }
        for (; count > 0; count -= 4, to += 4, from += 4) {
            *reinterpret_cast<Word*>(to) = *reinterpret_cast<const Word*>(from);
        }
        return to;
    }

    static int8_t* fill(int8_t* to, int32_t value, int32_t count) {
        const uint32_t word = static_cast<uint8_t>(value) * 0x01010101u;
        for (; count >= 16; count -= 16, to += 16) {
            *reinterpret_cast<FourWords*>(to) = {{word, word, word, word}};
        }
        for (; count > 0; count -= 4, to += 4) {
            reinterpret_cast<Word*>(to)->value = word;
        }
        return to;
    }
};

// The same of any number of bytes at any address.
struct Bytes {
    static int8_t* copy(int8_t* to, const int8_t* from, int32_t count) {
        for (int8_t* const end = to + count; to != end;) *to++ = *from++;
        return to;
    }

    static int8_t* fill(int8_t* to, int32_t value, int32_t count) {
        for (int8_t* const end = to + count; to != end;) *to++ = static_cast<int8_t>(value);
        return to;
    }
};

template <typename Run>
void gather(const Patches& p, const int8_t* image, int32_t top, int32_t left, int8_t* column) {
    const Taps rows = taps_inside(top, p.window_height, p.dilation_height, p.height);
    const Taps taps = taps_inside(left, p.window_width, p.dilation_width, p.width);
    const int32_t row_bytes = p.window_width * p.channels;
    const int32_t pitch = p.dilation_height * p.width * p.channels;
    const int32_t before = taps.begin * p.channels;
    const int32_t inside = (taps.end - taps.begin) * p.channels;
    const int32_t after = row_bytes - before - inside;
    const int32_t step = p.dilation_width * p.channels;
    const int32_t first =
        (top + rows.begin * p.dilation_height) * p.width + left + taps.begin * p.dilation_width;
    const int8_t* from = image + first * p.channels;

    column = Run::fill(column, p.zero_point, rows.begin * row_bytes);
    for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
        column = Run::fill(column, p.zero_point, before);
        if (p.dilation_width == 1) {
            column = Run::copy(column, from, inside);
        } else {
            for (int32_t kx = 0; kx < taps.end - taps.begin; ++kx) {
                column = Run::copy(column, from + kx * step, p.channels);
            }
        }
        column = Run::fill(column, p.zero_point, after);
        from += pitch;
    }
    Run::fill(column, p.zero_point, (p.window_height - rows.end) * row_bytes);
}

}  // namespace

bool windows_inside(const Patches& patches, int32_t top, int32_t left, int32_t last_left) {
    return top >= 0 && left >= 0 &&
           top + (patches.window_height - 1) * patches.dilation_height < patches.height &&
           last_left + (patches.window_width - 1) * patches.dilation_width < patches.width;
}

void gather_patch(const Patches& patches, const int8_t* image, int32_t top, int32_t left,
                  int8_t* column) {
    if (patches.channels % 4 == 0) {
        gather<Words>(patches, image, top, left, column);
    } else {
        gather<Bytes>(patches, image, top, left, column);
    }
}

}  // namespace neurio
