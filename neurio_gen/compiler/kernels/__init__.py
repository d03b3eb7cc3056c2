"""The Python halves of the kernels."""
