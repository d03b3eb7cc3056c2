"""Kernels for Armv8.1-M with the M-profile vector extension (Helium): Cortex-M55, M85."""
