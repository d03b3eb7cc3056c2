// Codes in [-8, 7], two in a byte, the low half first.
#pragma once

#include <stdint.h>

namespace neurio {

inline int8_t low_int4(uint8_t pair) {
    return static_cast<int8_t>(static_cast<int8_t>(pair << 4) >> 4);
}

inline int8_t high_int4(uint8_t pair) {
    return static_cast<int8_t>(static_cast<int8_t>(pair) >> 4);
}

inline void unpack_int4(const uint8_t* packed, int32_t count, int8_t* codes) {
    for (int32_t i = 0; i < count / 2; ++i) {
        codes[2 * i] = low_int4(packed[i]);
        codes[2 * i + 1] = high_int4(packed[i]);
    }
    if (count % 2 != 0) codes[count - 1] = low_int4(packed[count / 2]);
}

}  // namespace neurio
