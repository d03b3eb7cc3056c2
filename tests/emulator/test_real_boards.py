"""The project's own firmware of each real board, unchanged and with one write gone wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from neurio_gen.boards import all_boards, load_board
from neurio_gen.build import BuiltImage, build_images
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.emulator.board import EmulatedBoard, Reason
from neurio_gen.emulator.esp32.flash_map import FlashMap
from neurio_gen.emulator.fault import EmulationFault
from neurio_gen.emulator.image import load_image
from neurio_gen.emulator.wiring import emulated_boards
from neurio_gen.protocol.session import Session
from tests.emulator.saboteur import drop, replace_write
from tests.firmware.conftest import IMAGES

BOARDS = tuple(
    board.id for board in all_boards() if board.device == "serial" and board.id != "nucleo_l4r5zi"
)
"""All but the one of which test_device.py tests more."""


@dataclass(frozen=True)
class Source:
    name: str = "many"

    @property
    def directory(self) -> Path:
        return IMAGES / self.name


@pytest.fixture(scope="module")
def image_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], BuiltImage]]:
    """Builds the hand-written models of the firmware's tests for a board, once."""

    @cache
    def build(board: str) -> BuiltImage:
        (built,) = build_images(load_board(board), [Source()], tmp_path_factory.mktemp(board))
        return built

    yield build


ImageOf = Callable[[str], BuiltImage]


@pytest.mark.parametrize("board", BOARDS)
def test_the_firmware_that_would_be_flashed(board: str, image_of: ImageOf) -> None:
    """Given a board's own image, when emulated, then it answers and its time is right."""
    assert board in emulated_boards()
    with EmulatedDevice(load_board(board), image_of(board).elf) as device:
        session = Session(device.link)
        session.connect()
        assert board in session.name()
        assert session.profile()
        assert device.examine(lambda board: board.core_hertz) == device.board.clock_hz
        before, at = session.timestamp(), device.examine(lambda board: board.seconds)
        session.select("spin")
        session.load(bytes(16))
        session.infer(iterations=200)
        elapsed = session.timestamp() - before
        emulated = device.examine(lambda board: board.seconds) - at
        assert abs(elapsed / 1e6 - float(emulated)) < 1e-3


@dataclass(frozen=True)
class Broken:
    """A write of the firmware that goes wrong, and what the run has to say about it.

    `wrong` gives the value that is written instead, None where the write is missing.
    """

    board: str
    name: str
    register: str
    wrong: Callable[[int], int] | None
    cause: str


BROKEN = (
    Broken(
        "disco_l475vg_iot01a",
        "UART without clock",
        "RCC.APB2ENR",
        None,
        "USART1 while its clock is off",
    ),
    Broken(
        "disco_l475vg_iot01a",
        "divisor of another clock",
        "USART1.BRR",
        lambda _: 120_000_000 // 115_200,
        "76,849 baud",
    ),
    Broken(
        "disco_l475vg_iot01a",
        "pins on another function",
        "GPIOB.AFRL",
        lambda value: value & ~(0xF << 24) | 4 << 24,
        "needs pin PB6 on alternate function AF7, it is on AF4",
    ),
    Broken("nucleo_h743zi", "overdrive missing", "SYSCFG.PWRCR", None, "480 MHz in VOS1"),
    Broken(
        "nucleo_h743zi",
        "PLL too fast",
        "RCC.PLL1DIVR",
        lambda value: value + 1,
        "VCO in MHz at 968, outside 192 to 960",
    ),
    Broken("nucleo_h743zi", "HSE as a crystal", "RCC.CR", lambda v: v & ~(1 << 18), "no crystal"),
    Broken("nucleo_h743zi", "AHB not divided", "RCC.D1CFGR", None, "AXI and AHB at 480 MHz"),
    Broken(
        "nucleo_h743zi",
        "half of the data cache",
        "CACHE.DCISW",
        lambda value: value & ~(1 << 31),
        "256 of its lines have not been invalidated",
    ),
    Broken("nucleo_h743zi", "cycle counter locked", "DWT.LAR", None, "software lock is closed"),
    Broken("nucleo_h743zi", "UART off", "RCC.APB1LENR", lambda v: v & ~(1 << 18), "USART3 while"),
    Broken(
        "nucleo_h743zi",
        "pins on another function",
        "GPIOD.AFRH",
        lambda value: value & ~0xF | 4,
        "needs pin PD8 on alternate function AF7, it is on AF4",
    ),
    Broken(
        "nucleo_h743zi",
        "divisor of another clock",
        "USART3.BRR",
        lambda _: 100_000_000 // 115_200,
        "138,249 baud",
    ),
    Broken("nucleo_h7a3zi_q", "LDO instead", "PWR.CR3", lambda _: 2, "supply VCORE by the SMPS"),
    Broken("nucleo_h7a3zi_q", "lowest voltage", "PWR.SRDCR", None, "280 MHz in VOS3"),
    Broken(
        "nucleo_h7a3zi_q",
        "second voltage scale",
        "PWR.SRDCR",
        lambda value: value & ~(1 << 14),
        "280 MHz in VOS1, which allows 225 MHz",
    ),
    Broken("nucleo_h7a3zi_q", "HSE as a crystal", "RCC.CR", lambda v: v & ~(1 << 18), "no crystal"),
    Broken("nucleo_h7a3zi_q", "APB1 not divided", "RCC.CDCFGR2", None, "PCLK1 at 280 MHz"),
    Broken(
        "nucleo_h7a3zi_q",
        "PLL too fast",
        "RCC.PLL1DIVR",
        lambda value: value + 36,
        "VCO in MHz at 568, outside 128 to 560",
    ),
    Broken("nucleo_h7a3zi_q", "UART off", "RCC.APB1LENR", lambda v: v & ~(1 << 18), "USART3 while"),
    Broken(
        "nucleo_h7a3zi_q",
        "divisor of another clock",
        "USART3.BRR",
        lambda _: 280_000_000 // 115_200,
        "57,6",
    ),
    Broken(
        "nucleo_u575zi_q",
        "power control without clock",
        "RCC.AHB3ENR",
        None,
        "PWR while its clock is off",
    ),
    Broken(
        "nucleo_u575zi_q",
        "crystal behind the lock",
        "PWR.DBPR",
        None,
        "writes RCC_BDCR while the backup domain is locked",
    ),
    Broken(
        "nucleo_u575zi_q",
        "booster on half its clock",
        "RCC.PLL1CFGR",
        lambda value: value | 1 << 12,
        "runs the EPOD booster on 2 MHz, outside 4 to 16 MHz",
    ),
    Broken(
        "nucleo_u575zi_q",
        "PLL too fast",
        "RCC.PLL1DIVR",
        lambda value: value + 5,
        "runs the core at 170 MHz in voltage range 1, which allows 160 MHz",
    ),
    Broken(
        "nucleo_u575zi_q",
        "pins on another function",
        "GPIOA.AFRH",
        lambda value: value & ~(0xF << 4) | 4 << 4,
        "needs pin PA9 on alternate function AF7, it is on AF4",
    ),
    Broken(
        "nucleo_u575zi_q",
        "divisor of another clock",
        "USART1.BRR",
        lambda _: 120_000_000 // 115_200,
        "153,698 baud",
    ),
    Broken(
        "nucleo_f446re", "UART off", "RCC.APB1ENR", lambda v: v & ~(1 << 17), "USART2 while its"
    ),
    Broken("nucleo_f446re", "power off", "RCC.APB1ENR", lambda v: v & ~(1 << 28), "PWR while its"),
    Broken("nucleo_f446re", "HSE as a crystal", "RCC.CR", lambda v: v & ~(1 << 18), "no crystal"),
    Broken(
        "nucleo_f446re",
        "second voltage scale",
        "PWR.CR",
        lambda value: value & ~(1 << 14),
        "runs the core at 180 MHz in voltage scale 2 with over-drive, which allows 168 MHz",
    ),
    Broken("nucleo_f446re", "APB1 not divided", "RCC.CFGR", lambda v: v & 3, "PCLK1 at 180 MHz"),
    Broken(
        "nucleo_f446re",
        "divisor of another clock",
        "USART2.BRR",
        lambda _: 90_000_000 // 115_200,
        "57,6",
    ),
    Broken(
        "nucleo_f446re",
        "pins on another function",
        "GPIOA.AFRL",
        lambda value: value & ~(15 << 8) | 1 << 8,
        "needs pin PA2 on alternate function AF7, it is on AF1",
    ),
    Broken(
        "nucleo_f411re",
        "PLL too fast",
        "RCC.PLLCFGR",
        lambda value: value + (10 << 6),
        "runs the core at 110 MHz in voltage scale 1, which allows 100 MHz",
    ),
    Broken(
        "nucleo_f411re", "UART off", "RCC.APB1ENR", lambda v: v & ~(1 << 17), "USART2 while its"
    ),
    Broken("disco_f746ng", "clock from outside", "RCC.CR", lambda v: v | 1 << 18, "gets no clock"),
    Broken("disco_f746ng", "UART off", "RCC.APB2ENR", None, "USART1 while its clock is off"),
    Broken("disco_f746ng", "receiver's port off", "RCC.AHB1ENR", lambda v: v & ~2, "GPIOB while"),
    Broken(
        "nucleo_f767zi",
        "half of the data cache",
        "CACHE.DCISW",
        lambda value: value & ~(1 << 31),
        "of its lines have not been invalidated",
    ),
    Broken(
        "nucleo_f767zi",
        "divisor of another clock",
        "USART3.BRR",
        lambda _: 108_000_000 // 115_200,
        "57,6",
    ),
    Broken(
        "nucleo_f767zi",
        "PLL's third output too fast",
        "RCC.PLLCFGR",
        lambda value: value & ~(15 << 24) | 4 << 24,
        "its 48 MHz output has 108 MHz",
    ),
    Broken(
        "nano33ble",
        "pins of the other port",
        "UART0.PSELTXD",
        lambda value: value & 31,
        "needs TXD on pin P1.03, it is on P0.03",
    ),
    Broken("nano33ble", "UART off", "UART0.ENABLE", None, "before ENABLE and TASKS_STARTTX"),
    Broken("nano33ble", "pin left input", "P1.DIRSET", None, "needs pin P1.03 as an output at 1"),
    *(
        broken
        for board, rtc, clock, uart, buses in (
            ("esp32c3", "RTC_CNTL", "SYSTEM.SYSCLK_CONF", "UART0.CLKDIV", "EXTMEM.ICACHE_CTRL1"),
            ("esp32c6", "LP_WDT", "PCR.SYSCLK_CONF", "UART0.CLKDIV", "EXTMEM.L1_CACHE_CTRL"),
        )
        for broken in (
            Broken(
                board,
                "RTC's watchdog left on",
                f"{rtc}.WDTCONFIG0",
                None,
                "the RTC's watchdog runs",
            ),
            Broken(board, "super watchdog", f"{rtc}.SWD_CONF", None, "the super watchdog runs"),
            Broken(board, "group's watchdog", "TIMG0.WDTCONFIG0", None, "watchdog of TIMG0 runs"),
            Broken(board, "protected watchdog", f"{rtc}.SWD_WPROTECT", lambda _: 0, "protects it"),
            Broken(board, "reserved clock", clock, lambda v: v | 0x30C00, "a reserved source"),
            Broken(board, "another rate", uart, lambda v: v // 2, "but the line is at 115,200"),
            Broken(board, "cache's buses shut", buses, None, "core's buses are shut off"),
            Broken(
                board,
                "pin as GPIO",
                "IO_MUX.GPIO" + ("21" if board == "esp32c3" else "16"),
                lambda v: v | 1 << 12,
                "on function 0, it is on 1",
            ),
            Broken(
                board,
                "timer stopped",
                "SYSTIMER.CONF",
                lambda v: v & ~(1 << 30),
                "UNIT0 does not count",
            ),
        )
    ),
    Broken("esp32c3", "PLL's block not reached", "ANALOG.ANA_CONFIG", None, "shuts them off"),
    Broken("esp32c3", "PLL at 320 MHz", "SYSTEM.CPU_PER_CONF", lambda v: v & ~4, "320 MHz"),
    Broken("esp32c3", "calibration stopped", "ANALOG.ANA_CONF0", None, "before its calibration"),
    Broken("esp32c6", "bus without clock", "MODEM_LPCON.CLK_CONF", None, "its clock is off"),
    Broken("esp32c6", "PLL without power", "PMU.IMM_HP_CK_POWER", None, "leaves off"),
    Broken("esp32c6", "voltage too low", "PMU.HP_ACTIVE_HP_REGULATOR0", None, "with voltage 24"),
    Broken("esp32c6", "PLL's block not reached", "ANALOG.ANA_CONF1", None, "shuts them off"),
    Broken("esp32c6", "page not valid", "SPI0.MMU_ITEM_CONTENT", lambda v: v & 0x1FF, "not map"),
    Broken("nrf52840_dk", "UART off", "UART0.ENABLE", None, "before ENABLE and TASKS_STARTTX"),
    Broken(
        "nrf52840_dk",
        "half the baud rate",
        "UART0.BAUDRATE",
        lambda value: value // 2,
        "57,",
    ),
    Broken(
        "nrf52840_dk",
        "another pin",
        "UART0.PSELTXD",
        lambda _: 7,
        "needs TXD on pin P0.06, it is on P0.07",
    ),
    Broken("nrf52840_dk", "pin left input", "P0.DIRSET", None, "needs pin P0.06 as an output at 1"),
    Broken(
        "nrf52840_dk",
        "event of a timer that does not exist",
        "PPI.EEP0",
        lambda value: value + 0x10000,
        "connects 0x40018144 to 0x40009008 by PPI",
    ),
    Broken(
        "teensy41", "voltage left", "DCDC.REG3", None, "at 600 MHz with 1.15 V, which needs 1.25"
    ),
    Broken("teensy41", "converter off", "CCM.CCGR6", None, "DCDC while its clock is off"),
    Broken(
        "teensy41", "voltage too high", "DCDC.REG3", lambda v: v | 31, "sets VDD_SOC to 1.575 V"
    ),
    Broken("teensy41", "PLL in use", "CCM.CBCDR", None, "the ARM PLL while the core runs from it"),
    Broken(
        "teensy41",
        "PLL off",
        "CCM_ANALOG.PLL_ARM",
        lambda v: v & ~(1 << 13),
        "waits for the ARM PLL, which is off",
    ),
    Broken(
        "teensy41",
        "PLL too fast",
        "CCM_ANALOG.PLL_ARM",
        lambda v: v + 8,
        "runs the core at 648 MHz",
    ),
    Broken(
        "teensy41", "IPG not divided", "CCM.CBCDR", lambda v: v & ~(2 << 8), "IPG bus at 396 MHz"
    ),
    Broken("teensy41", "UARTs on a PLL", "CCM.CSCDR1", None, "at 384,615 baud"),
    Broken("teensy41", "timers on the bus", "CCM.CSCMR1", None, "the timers at 150 MHz"),
    Broken("teensy41", "banks not set", "IOMUXC_GPR.GPR17", None, "0 KiB that FlexRAM gives it"),
    Broken(
        "teensy41", "banks not used", "IOMUXC_GPR.GPR16", None, "before FlexRAM's banks are set"
    ),
    Broken("teensy41", "memory too narrow", "IOMUXC_GPR.GPR14", None, "of which the core sees 128"),
    Broken("teensy41", "one bank of code less", "IOMUXC_GPR.GPR17", lambda _: 0xAAAAAAAA, "ITCM"),
    Broken(
        "teensy41", "code region never executed", "MPU.RASR", lambda v: v | 1 << 28, "forbids code"
    ),
    Broken("teensy41", "RAM read-only", "MPU.RASR", lambda v: v | 1 << 26, "the stack"),
    Broken(
        "teensy41", "half of the data cache", "CACHE.DCISW", lambda v: v & ~(1 << 31), "512 of its"
    ),
    Broken("teensy41", "UART off", "CCM.CCGR3", lambda v: v & ~(3 << 6), "LPUART6 while its clock"),
    Broken("teensy41", "pin left GPIO", "IOMUXC.GPIO_AD_B0_02", None, "AD_B0_02 on function ALT2"),
    Broken("teensy41", "input from another pad", "IOMUXC.LPUART6_RX_SELECT", None, "another pad"),
    Broken(
        "teensy41", "another rate", "LPUART6.BAUD", lambda v: v + 4, "but the line is at 115,200"
    ),
    Broken("teensy41", "timers not chained", "PIT.TCTRL1", lambda _: 1, "which does not count"),
    Broken("teensy41", "timer off", "PIT.MCR", None, "one timer of 64 bits, which does not count"),
    Broken(
        "teensy41", "sync pin of a bus", "IOMUXC.GPIO_EMC_04", lambda _: 0, "needs pad GPIO_EMC_04"
    ),
    Broken(
        "rpipico2-riscv",
        "VCO too fast",
        "PLL_SYS.FBDIV_INT",
        lambda value: value + 9,
        "VCO in MHz at 1608, outside 750 to 1600",
    ),
    Broken("rpipico2-riscv", "pad isolated", "PADS_BANK0.GPIO0", None, "whose pad is isolated"),
    Broken("rpipico2-riscv", "clk_peri off", "CLOCKS.CLK_PERI_CTRL", None, "clk_peri is off"),
    Broken(
        "rpipico2",
        "PLL too fast",
        "PLL_SYS.FBDIV_INT",
        lambda value: value + 5,
        "runs the core at 156 MHz; it allows 150 MHz",
    ),
    Broken("rpipico2", "pad isolated", "PADS_BANK0.GPIO0", None, "whose pad is isolated (ISO)"),
    Broken("rpipico2", "clk_peri off", "CLOCKS.CLK_PERI_CTRL", None, "while clk_peri is off"),
    Broken("rpipico2", "tick too fast", "TICKS.TIMER0_CYCLES", lambda v: v - 6, "at 2,000,000 Hz"),
    Broken(
        "rpipico2",
        "divisor of another clock",
        "UART0.IBRD",
        lambda value: value + 9,
        "but the line is at 115,200",
    ),
    Broken(
        "rpipico2",
        "pin on another function",
        "IO_BANK0.GPIO0_CTRL",
        lambda value: value + 1,
        "needs pin GP0 on function F2",
    ),
    Broken(
        "rpipico",
        "VCO too fast",
        "PLL_SYS.FBDIV_INT",
        lambda value: value + 1,
        "VCO in MHz at 1608, outside 750 to 1600",
    ),
    Broken(
        "rpipico",
        "crystal not awaited",
        "XOSC.STARTUP",
        lambda _: 1,
        "gives XOSC 21 us to start",
    ),
    Broken("rpipico", "clk_peri off", "CLOCKS.CLK_PERI_CTRL", None, "while clk_peri is off"),
    Broken("rpipico", "dividers not taken over", "UART0.LCR_H", None, "other frames than 8N1"),
    Broken(
        "rpipico",
        "pin without its function",
        "IO_BANK0.GPIO0_CTRL",
        None,
        "needs pin GP0 on function F2",
    ),
    Broken("rpipico", "tick too fast", "WATCHDOG.TICK", lambda v: v - 6, "at 2,000,000 Hz"),
    Broken(
        "rpipico",
        "flash interface in another format",
        "SSI.SPI_CTRLR0",
        lambda value: value ^ 1 << 2 if value >> 24 else value,
        "executes from the flash, which the SSI cannot read: SPI_CTRLR0",
    ),
)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.board}: {broken.name}")
def test_one_wrong_write_stops_the_run(broken: Broken, image_of: ImageOf) -> None:
    """Given an image with one write gone wrong, when it runs, then the cause is named."""
    board = EmulatedBoard(broken.board, image_of(broken.board).elf)
    if broken.wrong is None:
        drop(board, broken.register)
    else:
        replace_write(board, broken.register, broken.wrong)
    with pytest.raises(EmulationFault) as caught:
        board.run(max_instructions=20_000_000)
    assert broken.cause in caught.value.message
    assert caught.value.symbol != "no symbol"


@pytest.mark.parametrize(
    ("revision", "megahertz", "answers"), [(0x1003, 64, False), (0x2001, 480, True)]
)
def test_revisions_of_a_chip(
    image_of: ImageOf, revision: int, megahertz: int, answers: bool
) -> None:
    """Given an STM32H743 of revision Y or X, when it runs, then Y is left as it is after reset."""
    board = EmulatedBoard("nucleo_h743zi", image_of("nucleo_h743zi").elf)
    board._system.peripherals["DBGMCU"].values["IDC"] = revision << 16 | 0x6450
    assert board.run(max_instructions=1_000_000) is (Reason.WAITING if answers else Reason.LIMIT)
    assert (board.core_hertz, bool(board.read())) == (megahertz * 1_000_000, answers)


@pytest.mark.parametrize(
    ("word", "wrong", "cause"),
    [
        (0xFFFFDED3, 0, "hold no IMAGE_DEF block: the boot ROM does not start it"),
        (0xAB123579, 0, "the IMAGE_DEF block is not closed"),
        (0x10210142, 0x11010142, "is for image type 0x1101, this chip's cores start 0x1021"),
    ],
)
def test_image_definition_gone_wrong(
    image_of: ImageOf, tmp_path: Path, word: int, wrong: int, cause: str
) -> None:
    """Given an image with a damaged IMAGE_DEF block, when loaded, then the boot ROM refuses it."""
    content = image_of("rpipico2").elf.read_bytes()
    right = word.to_bytes(4, "little")
    assert content.count(right) == 1
    other = tmp_path / "broken.elf"
    other.write_bytes(content.replace(right, wrong.to_bytes(4, "little")))
    with pytest.raises(EmulationFault) as caught:
        EmulatedBoard("rpipico2", other)
    assert cause in caught.value.message


def test_an_image_of_the_other_cores(image_of: ImageOf) -> None:
    """Given an image of the RP2350's other cores, when loaded, then its IMAGE_DEF block tells."""
    with pytest.raises(EmulationFault, match="is for image type 0x1101, this chip's cores"):
        EmulatedBoard("rpipico2", image_of("rpipico2-riscv").elf)


def test_a_stack_that_leaves_the_ram_of_a_riscv_core(image_of: ImageOf) -> None:
    """Given a model that needs more stack than there is, when it runs, then the stack is named."""
    with EmulatedDevice(load_board("rpipico2-riscv"), image_of("rpipico2-riscv").elf) as device:
        session = Session(device.link)
        session.connect()
        session.select("overflow")
        session.load(bytes(16))
        with pytest.raises(EmulationFault, match="the stack lies outside the RAM"):
            session.infer()


@pytest.mark.parametrize(
    ("board", "baud"), [("esp32c3", 9600), ("esp32c6", 921600), ("teensy41", 921600)]
)
def test_rates_that_are_divided_twice_or_finely(board: str, baud: int, image_of: ImageOf) -> None:
    """Given such a UART, when another rate is agreed on, then both ends run at it, and back."""
    with EmulatedDevice(load_board(board), image_of(board).elf) as device:
        session = Session(device.link)
        session.connect()
        session.set_baud(baud)
        assert device.examine(lambda emulated: emulated.baud) == baud
        assert board in session.name()
        session.leave()
        assert Session(device.link).connect()


@pytest.mark.parametrize("board", ["esp32c3", "esp32c6"])
def test_a_stack_that_leaves_the_ram_of_an_esp32(board: str, image_of: ImageOf) -> None:
    """Given a model that needs more stack than there is, when it runs, then the stack is named."""
    with EmulatedDevice(load_board(board), image_of(board).elf) as device:
        session = Session(device.link)
        session.connect()
        session.select("overflow")
        session.load(bytes(16))
        with pytest.raises(EmulationFault, match="the stack lies outside the RAM"):
            session.infer()


def test_constants_elsewhere_in_the_flash(
    image_of: ImageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a table that shows other pages of the flash, when it runs, then it fails."""
    board = EmulatedBoard("esp32c3", image_of("esp32c3").elf)
    flash_map = board._system.peripherals["EXTMEM"]
    assert isinstance(flash_map, FlashMap)
    right = flash_map.set_page
    monkeypatch.setattr(flash_map, "set_page", lambda index, page: right(index, page + 60))
    with pytest.raises(EmulationFault):
        board.run(max_instructions=1_000_000)


def test_an_image_that_the_boot_rom_cannot_load(image_of: ImageOf) -> None:
    """Given an image of another chip, when loaded, then the place of its code is refused."""
    with pytest.raises(EmulationFault, match="outside the flash memory and the RAM that the boot"):
        EmulatedBoard("esp32c6", image_of("esp32c3").elf)


def test_an_image_where_the_boot_loader_is(image_of: ImageOf) -> None:
    """Given an image of the bare chip, when loaded on the Nano, then its place is refused."""
    with pytest.raises(EmulationFault, match="bytes for 0x00000000, outside the flash memory"):
        EmulatedBoard("nano33ble", image_of("nrf52840_dk").elf)


def test_boot_block_without_its_checksum(image_of: ImageOf, tmp_path: Path) -> None:
    """Given a second stage with one bit changed, when loaded, then the boot ROM refuses it."""
    elf = image_of("rpipico").elf
    broken = bytearray(elf.read_bytes())
    (segment, *_) = load_image(elf).segments
    broken[broken.index(segment.data[:64])] ^= 1
    other = tmp_path / "broken.elf"
    other.write_bytes(broken)
    with pytest.raises(EmulationFault, match=r"second stage of the boot has the checksum"):
        EmulatedBoard("rpipico", other)


@pytest.mark.parametrize(
    ("offset", "wrong", "cause"),
    [
        (0x0000, 0xFFFFFFFF, "no flash configuration block"),
        (0x0050, 0x00200000, "2,097,152 bytes and the read command"),
        (0x0080, 0x0A180403, "the read command 0x03"),
        (0x1000, 0x00000000, "no image vector table: its header is 0x00000000"),
        (0x1004, 0x60001000, "lies outside the RAM"),
        (0x1010, 0x60000000, "has its boot data at 0x60000000, where none are"),
        (0x1014, 0x60002000, "its own address 0x60002000"),
        (0x1020, 0x70000000, "the boot data are of an image at 0x70000000"),
        (0x1024, 0x00001000, "the boot data give the image 4,096 bytes"),
    ],
)
def test_boot_header_gone_wrong(
    image_of: ImageOf, tmp_path: Path, offset: int, wrong: int, cause: str
) -> None:
    """Given a Teensy's image with one word of its header changed, when loaded, then it is told."""
    elf = image_of("teensy41").elf
    content = bytearray(elf.read_bytes())
    (header,) = (each for each in load_image(elf).segments if each.address == 0x60000000)
    at = content.index(header.data[:64]) + offset
    content[at : at + 4] = wrong.to_bytes(4, "little")
    other = tmp_path / "broken.elf"
    other.write_bytes(content)
    with pytest.raises(EmulationFault) as caught:
        EmulatedBoard("teensy41", other)
    assert cause in caught.value.message


def test_a_stack_that_leaves_the_ram_of_a_teensy(image_of: ImageOf) -> None:
    """Given a model that needs more stack than there is, when it runs, then the stack is named."""
    with EmulatedDevice(load_board("teensy41"), image_of("teensy41").elf) as device:
        session = Session(device.link)
        session.connect()
        session.select("overflow")
        session.load(bytes(16))
        with pytest.raises(EmulationFault, match="the stack lies outside the RAM"):
            session.infer()


def test_data_beyond_the_banks(image_of: ImageOf) -> None:
    """Given FlexRAM with one bank of data alone, when that is left, then the bank's end is told."""
    board = EmulatedBoard("teensy41", image_of("teensy41").elf)
    replace_write(board, "IOMUXC_GPR.GPR17", lambda _: 0b11)
    with pytest.raises(EmulationFault, match="of the DTCM beyond the 0 KiB that FlexRAM gives it"):
        board.run(max_instructions=1_000_000)


def test_copied_code_is_known_where_it_runs(image_of: ImageOf) -> None:
    """Given code that is copied to the ITCM, when the image is read, then it is found there."""
    image = load_image(image_of("teensy41").elf)
    (main,) = (each for each in image.functions if each.name == "main")
    (code,) = (each for each in image.segments if each.used_at == 0x40)
    assert code.address >= 0x60002000
    assert 0x40 <= main.address < 0x40 + len(code.data)
