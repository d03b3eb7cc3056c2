// What C++ expects of RAM before main.
#pragma once

#include "bsp/common/memory_map.h"

namespace neurio {

inline void initialise_memory() {
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
