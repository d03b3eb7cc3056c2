"""Portable kernels: any CPU, the readable reference."""
