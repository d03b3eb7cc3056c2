"""ESP32-C3 and ESP32-C6 with 4 MiB of flash, as their boot ROMs start an image from it.

Technical reference manuals: system and memory, clocks, watchdogs. What an image may have in RAM
ends where ESP-IDF's own second stage ends: above are stack and data of the ROM.
"""

from __future__ import annotations

from neurio_gen.emulator.boot_rom import BootRom
from neurio_gen.emulator.esp32.analog import BUS_CLOCK
from neurio_gen.emulator.peripheral import ALL_BITS, Register
from neurio_gen.emulator.soc import Gate, Instance, Memory, Soc

_CONSTANTS_AT = 0x80000
_WINDOW_BYTES = 0x400000 - _CONSTANTS_AT
_ROM_BYTES = 0x60000
_PORT = 0x4FFFF000
_IO_RANGES = (range(0x60000000, 0x60100000), range(_PORT, _PORT + 0x1000))


def _rom(functions: dict[int, str]) -> BootRom:
    return BootRom(functions, bodies=0x40040000, port=_PORT)


def _rom_functions(rom: BootRom) -> Instance:
    return Instance("ROM", "esp32.rom", _PORT, options={"functions": rom.names})


_ROM_C3 = _rom(
    {
        0x400004C8: "ROM_Boot_Cache_Init",
        0x4000051C: "Cache_Disable_ICache",
        0x40000520: "Cache_Enable_ICache",
        0x40001960: "rom_i2c_writeReg_Mask",
    }
)
_ROM_C6 = _rom(
    {
        0x40000634: "ROM_Boot_Cache_Init",
        0x40000690: "Cache_Disable_ICache",
        0x40000694: "Cache_Enable_ICache",
    }
)
_MAP = {"constants_at": _CONSTANTS_AT}

ESP32C3 = Soc(
    name="esp32c3",
    core="esp32c3",
    boot=0x40000000,
    boot_rom=_ROM_C3,
    memories=(
        Memory("rom", 0x40000000, _ROM_BYTES, "flash"),
        # SRAM1, seen by both buses; the first 16 KiB of what code sees are the cache
        Memory("iram", 0x40380000, 0x5A000, "ram", loadable=True),
        Memory("dram", 0x3FC80000, 0x5A000, "ram", loadable=True),
        Memory("constants", 0x3C000000, _WINDOW_BYTES, "window"),
    ),
    io_ranges=_IO_RANGES,
    peripherals=(
        Instance("SYSTEM", "esp32c3.system", 0x600C0000, size=0x1000),
        Instance(
            "RTC_CNTL",
            "esp32.rtc_watchdogs",
            0x60008000,
            options={
                "at": (0x90, 0xA8, 0xAC, 0xB0),
                "super_key": 0x8F1D312A,
                "others": (Register("OPTIONS0", 0x00, reset=0x1C00A000, writable=ALL_BITS),),
            },
        ),
        Instance("TIMG0", "esp32.timer_group", 0x6001F000, Gate("PERIP_CLK_EN0", 13)),
        Instance("ANALOG", "esp32c3.analog", 0x6000E000, options={"current": 0x63}),
        Instance("EXTMEM", "esp32c3.flash_map", 0x600C4000, size=0x2000, options=_MAP),
        Instance("UART0", "esp32c3.uart", 0x60000000, Gate("PERIP_CLK_EN0", 2)),
        Instance("SYSTIMER", "esp32.timer", 0x60023000, Gate("PERIP_CLK_EN0", 29)),
        Instance("GPIO", "esp32.gpio", 0x60004000, size=0x800),
        Instance("IO_MUX", "esp32.io_mux", 0x60009000, options={"pins": 22, "tx": 21, "rx": 20}),
        _rom_functions(_ROM_C3),
    ),
)
ESP32C6 = Soc(
    name="esp32c6",
    core="esp32c6",
    boot=0x40000000,
    boot_rom=_ROM_C6,
    memories=(
        Memory("rom", 0x40000000, _ROM_BYTES, "flash"),
        Memory("sram", 0x40800000, 0x7A000, "ram", loadable=True),
        Memory("constants", 0x42000000, _WINDOW_BYTES, "window"),
    ),
    io_ranges=_IO_RANGES,
    peripherals=(
        Instance("PCR", "esp32c6.pcr", 0x60096000),
        Instance("PMU", "esp32c6.pmu", 0x600B0000),
        Instance(
            "LP_WDT",
            "esp32.rtc_watchdogs",
            0x600B1C00,
            options={"at": (0x00, 0x18, 0x1C, 0x20), "super_key": 0x50D83AA1},
        ),
        Instance("TIMG0", "esp32.timer_group", 0x60008000, Gate("TIMERGROUP0_CONF", 0)),
        Instance("MODEM_LPCON", "esp32c6.modem_clocks", 0x600AF000),
        Instance("ANALOG", "esp32c6.analog", 0x600AF800, BUS_CLOCK, options={"current": 0x73}),
        Instance("SPI0", "esp32c6.flash_map", 0x60002000, options=_MAP),
        Instance("EXTMEM", "esp32c6.cache_buses", 0x600C8000),
        Instance("UART0", "esp32c6.uart", 0x60000000, Gate("UART0_CONF", 0)),
        Instance("SYSTIMER", "esp32.timer", 0x6000A000, Gate("SYSTIMER_CONF", 0)),
        Instance("GPIO", "esp32.gpio", 0x60091000, size=0x800),
        Instance("IO_MUX", "esp32.io_mux", 0x60090000, options={"pins": 31, "tx": 16, "rx": 17}),
        _rom_functions(_ROM_C6),
    ),
)
