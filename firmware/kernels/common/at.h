// Typed pointers into an arena.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace neurio {

// The tensor that begins `offset` bytes into the arena.
template <typename T>
inline T* at(uint8_t* arena, size_t offset) {
    return reinterpret_cast<T*>(arena + offset);
}

}  // namespace neurio
