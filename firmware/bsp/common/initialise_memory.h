// What C++ expects of RAM before main, and the kernels that run there.
#pragma once

#include "bsp/common/memory_map.h"

namespace neurio {

inline void copy_words(const uint32_t* from, uint32_t* begin, const uint32_t* end) {
    for (uint32_t* to = begin; to != end;) {
        *to++ = *from++;
    }
}

inline void initialise_memory() {
    copy_words(kernels_load, kernels_begin, kernels_end);
    copy_words(data_load, data_begin, data_end);
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
