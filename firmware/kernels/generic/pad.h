// Constant padding of up to five axes, for all element types.
#pragma once

#include <stdint.h>
#include <string.h>

namespace neurio {

constexpr int kPadAxes = 5;

template <typename V>
struct PadOf {
    int32_t input_shape[kPadAxes];  // outermost axis first
    int32_t before[kPadAxes];
    int32_t after[kPadAxes];
    V value;
};

using PadParams = PadOf<int32_t>;
using PadF32Params = PadOf<float>;

// Writes one axis after another: the padding before it, its slices, the padding behind it.
template <typename T, typename V = int32_t>
struct Padder {
    const PadOf<V>& p;
    const T* input;
    T* output;

    int32_t slice_size(int axis) const {
        int32_t size = 1;
        for (int i = axis + 1; i < kPadAxes; ++i)
            size *= p.before[i] + p.input_shape[i] + p.after[i];
        return size;
    }

    void fill(int32_t count) {
        for (int32_t i = 0; i < count; ++i) *output++ = static_cast<T>(p.value);
    }

    void write(int axis) {
        const int32_t size = slice_size(axis);
        fill(p.before[axis] * size);
        if (axis == kPadAxes - 1) {
            memcpy(output, input, static_cast<size_t>(p.input_shape[axis]) * sizeof(T));
            input += p.input_shape[axis];
            output += p.input_shape[axis];
        } else {
            for (int32_t i = 0; i < p.input_shape[axis]; ++i) write(axis + 1);
        }
        fill(p.after[axis] * size);
    }
};

}  // namespace neurio
