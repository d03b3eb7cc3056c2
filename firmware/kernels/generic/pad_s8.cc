#include "kernels/generic/pad_s8.h"

#include <string.h>

namespace neurio {
namespace {

// Writes one axis: the padding before it, its slices, the padding behind it.
struct Padder {
    const PadParams& p;
    const int8_t* input;
    int8_t* output;

    int32_t slice_size(int axis) const {
        int32_t size = 1;
        for (int i = axis + 1; i < 4; ++i) size *= p.before[i] + p.input_shape[i] + p.after[i];
        return size;
    }

    void fill(int32_t count) {
        memset(output, p.value, static_cast<size_t>(count));
        output += count;
    }

    void write(int axis) {
        const int32_t size = slice_size(axis);
        fill(p.before[axis] * size);
        if (axis == 3) {
            memcpy(output, input, static_cast<size_t>(p.input_shape[3]));
            input += p.input_shape[3];
            output += p.input_shape[3];
        } else {
            for (int32_t i = 0; i < p.input_shape[axis]; ++i) write(axis + 1);
        }
        fill(p.after[axis] * size);
    }
};

}  // namespace

void pad_s8(const PadParams& params, const int8_t* input, int8_t* output) {
    Padder{params, input, output}.write(0);
}

}  // namespace neurio
