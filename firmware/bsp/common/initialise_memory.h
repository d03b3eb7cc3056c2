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

}  // namespace neurio
