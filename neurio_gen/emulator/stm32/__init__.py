"""Models of the peripherals of the STM32L4 and L4+ (RM0351, RM0432), and what series share."""
