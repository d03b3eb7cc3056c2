// What the vector units of this x86-64 CPU can do. Images run on any of them: each kernel has code
// for three levels, and takes the best one that CPU and operating system have.
#pragma once

namespace neurio {

enum class X86Level {
    kBaseline,  // any x86-64
    kAvx2,
    kAvx512,  // with VNNI, the products of four pairs of bytes
};

X86Level x86_level();

}  // namespace neurio
