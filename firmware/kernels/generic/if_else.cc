#include "kernels/generic/if_else.h"

namespace neurio {

void if_else(const IfElseParams& params, bool condition, const void* const* inputs,
             void* const* outputs, uint8_t* scratch) {
    const Routine branch = condition ? params.then_branch : params.else_branch;
    branch(inputs, outputs, scratch);
}

}  // namespace neurio
