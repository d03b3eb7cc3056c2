"""Models of what the STM32F4 and F7 have of their own (RM0390, RM0383, RM0090, RM0385, RM0410)."""
