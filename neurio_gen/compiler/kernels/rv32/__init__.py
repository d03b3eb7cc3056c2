"""Kernels for scalar RISC-V cores (RV32IM): register blocking, and scaling by `mulh`."""
