"""Peripherals of Raspberry Pi's RP2040."""
