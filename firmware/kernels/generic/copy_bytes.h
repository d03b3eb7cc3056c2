// A plain copy, where a reshape has to move data from one place to another.
#pragma once

#include <stdint.h>

namespace neurio {

struct CopyParams {
    int32_t bytes;
};

void copy_bytes(const CopyParams& params, const void* input, void* output);

}  // namespace neurio
