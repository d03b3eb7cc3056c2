"""Firmware that sets a chip up step by step, and what is said of a step gone wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Broken:
    """Steps gone wrong (empty: left out), and what the message has to say."""

    name: str
    cause: str
    steps: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""


def broken(name: str, cause: str, hint: str = "", **steps: str) -> Broken:
    """A slip: those steps instead of the right ones."""
    return Broken(name, cause, steps, hint)


def console(uart: str) -> str:
    """C functions that await a flag, and that send text and numbers on an STM32's UART."""
    return f"""
static void await(volatile uint32_t* status, uint32_t bit) {{
    while (!(*status & 1u << bit)) {{
    }}
}}
static void send(const char* text) {{
    while (*text) {{
        await(&{uart}(0x1C), 7);
        {uart}(0x28) = (uint8_t)*text++;
    }}
}}
static inline void send_number(uint32_t value) {{
    char digits[13] = {{0}};
    int at = 11;
    digits[at] = ' ';
    do digits[--at] = (char)('0' + value % 10); while (value /= 10);
    send(digits + at);
}}
"""
