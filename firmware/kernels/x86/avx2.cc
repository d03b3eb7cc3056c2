// The loops for CPUs with AVX2.
#define NEURIO_X86_LEVEL avx2
#define NEURIO_X86_TARGET __attribute__((target("avx2")))

#include "kernels/x86/vectors_avx2.h"
//
#include "kernels/x86/loops.h"
