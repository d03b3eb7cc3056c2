"""Kernels for x86-64: AVX-512 with VNNI, AVX2, or neither, found out when they run."""
