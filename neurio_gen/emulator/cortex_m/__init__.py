"""Models of the private peripherals of the Cortex-M cores."""
