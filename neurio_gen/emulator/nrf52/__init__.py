"""Peripherals of Nordic's nRF52 series."""
