"""Models of the peripherals of the STM32L4 and STM32L4+ (RM0351, RM0432)."""
