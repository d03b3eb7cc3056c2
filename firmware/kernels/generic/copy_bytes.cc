#include "kernels/generic/copy_bytes.h"

#include <string.h>

namespace neurio {

void copy_bytes(const CopyParams& params, const void* input, void* output) {
    memcpy(output, input, static_cast<size_t>(params.bytes));
}

}  // namespace neurio
