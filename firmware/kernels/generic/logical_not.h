// NOT of booleans.
#pragma once

#include <stdint.h>

namespace neurio {

struct LogicalNotParams {
    int32_t elements;
};

// `output` may be `input`.
void logical_not(const LogicalNotParams& params, const bool* input, bool* output);

}  // namespace neurio
