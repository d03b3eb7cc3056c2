"""RP2040 with 2 MiB of flash (data sheet: address map 2.2, resets 2.14.3, boot 2.8)."""

from __future__ import annotations

from neurio_gen.emulator.boot_stage import BootStage
from neurio_gen.emulator.soc import Gate, Instance, Memory, Soc
from neurio_gen.emulator.socs.cortex_m import BASELINE_SYSTEM_CONTROL

_KIB = 1024


def _block(name: str, model: str, base: int, reset: int | None) -> Instance:
    gate = None if reset is None else Gate("RESET", reset, "it is held in reset")
    return Instance(name, f"rp2040.{model}", base, gate, size=0x4000)


RP2040 = Soc(
    name="rp2040",
    core="cortex-m0+",
    boot=0x10000100,
    priority_bits=2,
    boot_stage=BootStage(source=0x10000000, size=0x100, destination=0x20041F00, stack=0x20041F00),
    memories=(
        Memory("flash", 0x10000000, 2048 * _KIB, "flash"),
        Memory("sram", 0x20000000, 264 * _KIB, "ram"),
    ),
    io_ranges=(
        range(0x18000000, 0x18001000),  # SSI
        range(0x40000000, 0x50000000),  # APB
        range(0xD0000000, 0xD0001000),  # SIO
        range(0xE0000000, 0xE0100000),  # private peripheral bus
    ),
    peripherals=(
        *BASELINE_SYSTEM_CONTROL,
        Instance("SSI", "rp2040.flash", 0x18000000, size=0x1000),
        _block("CLOCKS", "clocks", 0x40008000, None),
        _block("RESETS", "resets", 0x4000C000, None),
        _block("IO_BANK0", "io_bank", 0x40014000, 5),
        _block("PADS_BANK0", "pads", 0x4001C000, 8),
        _block("XOSC", "xosc", 0x40024000, None),
        _block("PLL_SYS", "pll", 0x40028000, 12),
        _block("PLL_USB", "pll", 0x4002C000, 13),
        _block("UART0", "uart", 0x40034000, 22),
        _block("UART1", "uart", 0x40038000, 23),
        _block("TIMER", "timer", 0x40054000, 21),
        _block("WATCHDOG", "watchdog", 0x40058000, None),
        Instance("SIO", "rp2040.sio", 0xD0000000, size=0x1000),
    ),
)
