// What C++ expects of RAM before main, and the kernels that run there.
#pragma once

#include "bsp/common/memory_map.h"

namespace neurio {

// What is copied may be fetched as code from here on.
inline void barrier() {
#ifdef __arm__
    __asm volatile("dsb\n isb" ::: "memory");
#endif
}

inline void initialise_memory() {
    // Words through volatile pointers, or a compiler would call memcpy, which may be among these.
    const volatile uint32_t* load = kernels_load;
    for (volatile uint32_t* to = kernels_begin; to != kernels_end; ++to, ++load) {
        *to = *load;
    }
    barrier();
    const uint32_t* from = data_load;
    for (uint32_t* to = data_begin; to != data_end;) {
        *to++ = *from++;
    }
    for (uint32_t* to = bss_begin; to != bss_end;) {
        *to++ = 0;
    }
}

// Libraries of others may have static objects; our own code has none that need it.
inline void construct_statics() {
    for (auto constructor = constructors_begin; constructor != constructors_end; ++constructor) {
        (*constructor)();
    }
}

}  // namespace neurio
