// The loops for CPUs with AVX-512 and VNNI.
#define NEURIO_X86_LEVEL avx512
#define NEURIO_X86_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

// GCC 12 warns of its own intrinsics, whose unused operands are undefined.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include "kernels/x86/vectors_avx512.h"
//
#include "kernels/x86/loops.h"
