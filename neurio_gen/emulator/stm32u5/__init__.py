"""Models of the peripherals that the STM32U5 does not share with other series (RM0456)."""
