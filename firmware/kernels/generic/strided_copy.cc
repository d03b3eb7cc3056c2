#include "kernels/generic/strided_copy.h"

#include <string.h>

namespace neurio {
namespace {

// One element at a time, as memcpy would cost more than the copy.
template <typename T>
void copy_elements(const uint8_t* source, int32_t stride, int32_t count, uint8_t* target) {
    T* element = reinterpret_cast<T*>(target);
    for (int32_t i = 0; i < count; ++i) {
        element[i] = *reinterpret_cast<const T*>(source);
        source += stride;
    }
}

void copy_chunks(const uint8_t* source, int32_t stride, int32_t count, int32_t chunk,
                 uint8_t* target) {
    for (int32_t i = 0; i < count; ++i) {
        memcpy(target, source, static_cast<size_t>(chunk));
        source += stride;
        target += chunk;
    }
}

void copy_row(const StridedCopyParams& p, const uint8_t* source, uint8_t* target) {
    const int32_t count = p.shape[kWalkAxes - 1];
    const int32_t stride = p.strides[kWalkAxes - 1];
    switch (p.unit) {
        case 1:
            return copy_elements<uint8_t>(source, stride, count, target);
        case 2:
            return copy_elements<uint16_t>(source, stride, count, target);
        case 4:
            return copy_elements<uint32_t>(source, stride, count, target);
        default:
            return copy_chunks(source, stride, count, p.chunk, target);
    }
}

}  // namespace

void strided_copy(const StridedCopyParams& params, const void* input, void* output) {
    const uint8_t* source = static_cast<const uint8_t*>(input) + params.offset;
    uint8_t* target = static_cast<uint8_t*>(output);
    RowWalk<1> walk(params.shape, {params.strides});
    do {
        copy_row(params, source + walk.offset[0], target);
        target += params.shape[kWalkAxes - 1] * params.chunk;
    } while (walk.next());
}

}  // namespace neurio
