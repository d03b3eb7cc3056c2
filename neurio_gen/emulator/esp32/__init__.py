"""Models of the peripherals of ESP32-C3 and ESP32-C6 (their technical reference manuals).

What the manuals leave out, the PLL's own registers and the boot ROM's functions, is modelled as
ESP-IDF uses it. The state at the start is the one that the boot ROM leaves.
"""
