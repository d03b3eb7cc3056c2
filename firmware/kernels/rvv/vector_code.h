// Assembly for the RISC-V vector unit, of any vector length; Zve32x is enough. GCC has intrinsics
// from version 14 on only. Compilers are not told of vector registers: they build for cores without
// these, and no code but ours uses any.
#pragma once

#define NEURIO_VECTOR_CODE(code) ".option push\n.option arch, +zve32x\n" code ".option pop\n"
