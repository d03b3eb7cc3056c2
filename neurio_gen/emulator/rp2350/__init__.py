"""Models of what the RP2350 has of its own, beside what it shares with the RP2040 (data sheet)."""
