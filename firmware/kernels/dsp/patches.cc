#include "kernels/dsp/patches.h"

#include "kernels/common/window.h"

namespace neurio {
namespace {

struct [[gnu::may_alias]] FourWords {
    uint32_t words[4];
};
struct [[gnu::may_alias, gnu::packed]] UnalignedWord {
    uint32_t word;
};

// Both at addresses that are multiples of four.
int8_t* copy_aligned(int8_t* to, const int8_t* from, int32_t count) {
    for (; count >= 16; count -= 16, to += 16, from += 16) {
        *reinterpret_cast<FourWords*>(to) = *reinterpret_cast<const FourWords*>(from);
    }
    for (; count > 0; count -= 4, to += 4, from += 4) {
        *reinterpret_cast<UnalignedWord*>(to) = *reinterpret_cast<const UnalignedWord*>(from);
    }
    return to;
}

int8_t* copy_unaligned(int8_t* to, const int8_t* from, int32_t count) {
    for (; count >= 4; count -= 4, to += 4, from += 4) {
        *reinterpret_cast<UnalignedWord*>(to) = *reinterpret_cast<const UnalignedWord*>(from);
    }
    for (; count > 0; --count) *to++ = *from++;
    return to;
}

int8_t* copy(const Patches& patches, int8_t* to, const int8_t* from, int32_t count) {
    return patches.channels % 4 == 0 ? copy_aligned(to, from, count)
                                     : copy_unaligned(to, from, count);
}

int8_t* fill(const Patches& patches, int8_t* to, int32_t count) {
    for (int8_t* const end = to + count; to != end;) {
        *to++ = static_cast<int8_t>(patches.zero_point);
    }
    return to;
}

}  // namespace

bool windows_inside(const Patches& patches, int32_t top, int32_t left, int32_t last_left) {
    return top >= 0 && left >= 0 &&
           top + (patches.window_height - 1) * patches.dilation_height < patches.height &&
           last_left + (patches.window_width - 1) * patches.dilation_width < patches.width;
}

void gather_patch(const Patches& patches, const int8_t* image, int32_t top, int32_t left,
                  int8_t* column) {
    const Patches& p = patches;
    const Taps rows = taps_inside(top, p.window_height, p.dilation_height, p.height);
    const Taps taps = taps_inside(left, p.window_width, p.dilation_width, p.width);
    const int32_t row_bytes = p.window_width * p.channels;
    const int32_t step = p.dilation_width * p.channels;

    column = fill(p, column, rows.begin * row_bytes);
    for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
        const int8_t* from = image + ((top + ky * p.dilation_height) * p.width + left) * p.channels;
        column = fill(p, column, taps.begin * p.channels);
        if (p.dilation_width == 1) {
            column = copy(p, column, from + taps.begin * step,
                          (taps.end - taps.begin) * p.channels);
        } else {
            for (int32_t kx = taps.begin; kx < taps.end; ++kx) {
                column = copy(p, column, from + kx * step, p.channels);
            }
        }
        column = fill(p, column, (p.window_width - taps.end) * p.channels);
    }
    fill(p, column, (p.window_height - rows.end) * row_bytes);
}

}  // namespace neurio
