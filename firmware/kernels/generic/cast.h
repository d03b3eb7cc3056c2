// Elements as another type, by value.
#pragma once

#include <stdint.h>

namespace neurio {

enum class CastType : uint8_t { kBool, kInt8, kInt16, kInt32, kFloat32 };

struct CastParams {
    int32_t elements;
    CastType from;
    CastType to;  // never kBool
};

// Whole numbers keep their lowest bits; reals lose their fraction, and become the smallest int32
// before that where they are beyond it.
void cast(const CastParams& params, const void* input, void* output);

}  // namespace neurio
