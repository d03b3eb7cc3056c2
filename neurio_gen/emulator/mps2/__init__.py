"""Peripherals of Arm's MPS2 FPGA boards."""
