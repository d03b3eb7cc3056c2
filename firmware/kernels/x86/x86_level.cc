#include "kernels/x86/x86_level.h"

// The best level that is taken, 0 to 2: tests and comparisons of the others define it.
#ifndef NEURIO_X86_MOST
#define NEURIO_X86_MOST 2
#endif

namespace neurio {
namespace {

X86Level find_level() {
    __builtin_cpu_init();
    const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
    if (NEURIO_X86_MOST >= 2 && avx512) return X86Level::kAvx512;
    if (NEURIO_X86_MOST >= 1 && __builtin_cpu_supports("avx2")) return X86Level::kAvx2;
    return X86Level::kBaseline;
}

const X86Level kLevel = find_level();

}  // namespace

X86Level x86_level() { return kLevel; }

}  // namespace neurio
