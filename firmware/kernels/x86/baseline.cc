// The loops for any x86-64 CPU.
#define NEURIO_X86_LEVEL baseline
#define NEURIO_X86_TARGET

#include "kernels/x86/vectors_baseline.h"
//
#include "kernels/x86/loops.h"
