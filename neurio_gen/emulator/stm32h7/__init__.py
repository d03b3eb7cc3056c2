"""Models of the peripherals of the STM32H742, H743 and H753 (RM0433)."""
