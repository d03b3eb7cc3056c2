"""Kernels for the RISC-V vector unit: the portable ones around vector loops."""
