// Copies of bytes by vectors of 16, the last of a row predicated.
#pragma once

#include <stdint.h>

namespace neurio {

// 3 instructions per 16 bytes.
inline void copy_vectors(const int8_t* source, int8_t* target, int32_t bytes) {
    asm volatile(
        "wlstp.8      lr, %[bytes], 1f    \n"
        "0:                               \n"
        "vldrb.u8     q0, [%[source]], #16\n"
        "vstrb.8      q0, [%[target]], #16\n"
        "letp         lr, 0b              \n"
        "1:                               \n"
        : [source] "+r"(source), [target] "+r"(target)
        : [bytes] "r"(bytes)
        : "lr", "q0", "memory");
}

// 2 instructions per 16 bytes.
inline void fill_vectors(int8_t value, int8_t* target, int32_t bytes) {
    asm volatile(
        "vdup.8       q0, %[value]        \n"
        "wlstp.8      lr, %[bytes], 1f    \n"
        "0:                               \n"
        "vstrb.8      q0, [%[target]], #16\n"
        "letp         lr, 0b              \n"
        "1:                               \n"
        : [target] "+r"(target)
        : [value] "r"(value), [bytes] "r"(bytes)
        : "lr", "q0", "memory");
}

// Vectors of 16 bytes, each a step from the one before, side by side. 4 instructions a vector.
inline void copy_whole_vectors(const int8_t* source, int32_t source_step, int8_t* target,
                               int32_t count) {
    asm volatile(
        "wls          lr, %[count], 1f            \n"
        "0:                                       \n"
        "vldrb.u8     q0, [%[source]]             \n"
        "vstrb.8      q0, [%[target]], #16        \n"
        "add          %[source], %[source_step]   \n"
        "le           lr, 0b                      \n"
        "1:                                       \n"
        : [source] "+r"(source), [target] "+r"(target)
        : [source_step] "r"(source_step), [count] "r"(count)
        : "lr", "q0", "memory");
}

// The first `lanes` bytes, 1 to 16, of `count` vectors, each a step from the one before.
// 6 instructions a vector.
inline void copy_lanes(const int8_t* source, int32_t source_step, int8_t* target,
                       int32_t target_step, int32_t count, int32_t lanes) {
    asm volatile(
        "vctp.8       %[lanes]                    \n"
        "wls          lr, %[count], 1f            \n"
        "0:                                       \n"
        "vpstt                                    \n"
        "vldrbt.u8    q0, [%[source]]             \n"
        "vstrbt.8     q0, [%[target]]             \n"
        "add          %[source], %[source_step]   \n"
        "add          %[target], %[target_step]   \n"
        "le           lr, 0b                      \n"
        "1:                                       \n"
        : [source] "+r"(source), [target] "+r"(target)
        : [source_step] "r"(source_step), [target_step] "r"(target_step), [count] "r"(count),
          [lanes] "r"(lanes)
        : "lr", "q0", "memory");
}

// As copy_lanes, but lane i goes to target[offsets[i]]; offsets: uint8_t[16].
inline void scatter_lanes(const int8_t* source, int32_t source_step, int8_t* target,
                          int32_t target_step, int32_t count, int32_t lanes,
                          const uint8_t* offsets) {
    asm volatile(
        "vctp.8       %[lanes]                    \n"
        "vldrb.u8     q1, [%[offsets]]            \n"
        "wls          lr, %[count], 1f            \n"
        "0:                                       \n"
        "vpstt                                    \n"
        "vldrbt.u8    q0, [%[source]]             \n"
        "vstrbt.8     q0, [%[target], q1]         \n"
        "add          %[source], %[source_step]   \n"
        "add          %[target], %[target_step]   \n"
        "le           lr, 0b                      \n"
        "1:                                       \n"
        : [source] "+r"(source), [target] "+r"(target)
        : [source_step] "r"(source_step), [target_step] "r"(target_step), [count] "r"(count),
          [lanes] "r"(lanes), [offsets] "r"(offsets)
        : "lr", "q0", "q1", "memory");
}

}  // namespace neurio
