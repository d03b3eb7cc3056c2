"""RP2350A with 4 MiB of flash (data sheet: address map 2.2, resets 7.5, boot 5.9).

Its Cortex-M33 cores in secure state, or its Hazard3 cores: what the image says. The boot ROM has
set the flash up for reads in place when the image starts, so its interface is not modelled.
"""

from __future__ import annotations

from neurio_gen.emulator.image_definition import ImageDefinition
from neurio_gen.emulator.soc import Gate, Instance, Memory, Soc
from neurio_gen.emulator.socs.cortex_m import FLOATING_POINT, SYSTEM_CONTROL

_KIB = 1024


def _block(name: str, model: str, base: int, reset: int | None) -> Instance:
    gate = None if reset is None else Gate("RESET", reset, "it is held in reset")
    return Instance(name, model, base, gate, size=0x4000)


_PERIPHERALS = (
    _block("CLOCKS", "rp2350.clocks", 0x40010000, None),
    _block("RESETS", "rp2350.resets", 0x40020000, None),
    _block("IO_BANK0", "rp2040.io_bank", 0x40028000, 6),
    _block("PADS_BANK0", "rp2350.pads", 0x40038000, 9),
    _block("XOSC", "rp2040.xosc", 0x40048000, None),
    _block("PLL_SYS", "rp2040.pll", 0x40050000, 14),
    _block("PLL_USB", "rp2040.pll", 0x40058000, 15),
    _block("UART0", "rp2040.uart", 0x40070000, 26),
    _block("UART1", "rp2040.uart", 0x40078000, 27),
    _block("TIMER0", "rp2040.timer", 0x400B0000, 23),
    _block("TICKS", "rp2350.ticks", 0x40108000, None),
    Instance("SIO", "rp2350.sio", 0xD0000000, size=0x1000),
)

_MEMORIES = (
    Memory("flash", 0x10000000, 4096 * _KIB, "flash"),
    Memory("sram", 0x20000000, 520 * _KIB, "ram"),
)
_PERIPHERALS_AT = (
    range(0x40000000, 0x50000000),  # APB
    range(0xD0000000, 0xD0001000),  # SIO
)

RP2350 = Soc(
    name="rp2350",
    core="cortex-m33",
    fpu=True,
    boot=0x10000000,
    image_definition=ImageDefinition(image_type=0x1021),
    memories=_MEMORIES,
    io_ranges=(*_PERIPHERALS_AT, range(0xE0000000, 0xE0100000)),  # private peripheral bus
    peripherals=(*SYSTEM_CONTROL, *FLOATING_POINT, *_PERIPHERALS),
)
RP2350_RISCV = Soc(
    name="rp2350-riscv",
    core="hazard3",
    boot=0x10000000,
    image_definition=ImageDefinition(image_type=0x1101),
    memories=_MEMORIES,
    io_ranges=_PERIPHERALS_AT,
    peripherals=_PERIPHERALS,
)
