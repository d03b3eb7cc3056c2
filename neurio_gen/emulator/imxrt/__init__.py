"""Peripherals of NXP's i.MX RT1062, from its reference manual (IMXRT1060RM)."""
