// Functions of the boot ROM, by the addresses that Espressif gives for each chip.
#pragma once

#include <stdint.h>

namespace neurio::rom {

template <typename Function>
inline Function* at(uintptr_t address) {
    return reinterpret_cast<Function*>(address);
}

}  // namespace neurio::rom
