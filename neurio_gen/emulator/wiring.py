"""The board around a chip, as data: what its console is connected to, what clocks it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from neurio_gen.errors import UsageError


@dataclass(frozen=True)
class Wiring:
    """A board: its chip, and the UART and pins that the debug probe's serial port is wired to.

    `crystals` are clocks on the board by their name in the reference manual, Hz; `clocks` likewise
    those that come in as a signal, for which the oscillator is to be bypassed.
    """

    board: str
    soc: str
    uart: str
    tx: str
    rx: str
    baud: int = 115200
    sync_pin: str | None = None
    crystals: Mapping[str, int] = field(default_factory=dict)
    clocks: Mapping[str, int] = field(default_factory=dict)


_BOARDS = (
    # UM2179 (STM32 Nucleo-144 boards, MB1312): 6.7 LPUART1 on PG7 and PG8 is the default virtual
    # COM port; D7 is PF13; X2 is 32.768 kHz, HSE is not connected as delivered.
    Wiring(
        board="nucleo_l4r5zi",
        soc="stm32l4r5",
        uart="LPUART1",
        tx="PG7",
        rx="PG8",
        sync_pin="PF13",
        crystals={"LSE": 32768},
    ),
    # UM2153 (B-L475E-IOT01A): USART1 on PB6 and PB7 is the virtual COM port; D7 is PA4; X1 is
    # 32.768 kHz, no HSE crystal is fitted.
    Wiring(
        board="disco_l475vg_iot01a",
        soc="stm32l475",
        uart="USART1",
        tx="PB6",
        rx="PB7",
        sync_pin="PA4",
        crystals={"LSE": 32768},
    ),
    # UM2861 (STM32U5 Nucleo-144 board, MB1549): USART1 on PA9 and PA10 is the virtual COM port; D7
    # is PF13; the low-speed crystal is of 32.768 kHz.
    Wiring(
        board="nucleo_u575zi_q",
        soc="stm32u575",
        uart="USART1",
        tx="PA9",
        rx="PA10",
        sync_pin="PF13",
        crystals={"LSE": 32768},
    ),
    # UM2407 (STM32H7 Nucleo-144 boards, MB1364): USART3 on PD8 and PD9 is the virtual COM port; D7
    # is PG12; the debug probe sends 8 MHz to OSC_IN; the low-speed crystal is of 32.768 kHz.
    Wiring(
        board="nucleo_h743zi",
        soc="stm32h743",
        uart="USART3",
        tx="PD8",
        rx="PD9",
        sync_pin="PG12",
        crystals={"LSE": 32768},
        clocks={"HSE": 8_000_000},
    ),
    # nRF52840 DK user guide (PCA10056): 6.3, the virtual COM port is on P0.06 and P0.08; D7 is
    # P1.08; X1 is 32 MHz.
    Wiring(
        board="nrf52840_dk",
        soc="nrf52840",
        uart="UART0",
        tx="P0.06",
        rx="P0.08",
        sync_pin="P1.08",
        crystals={"HFXO": 32_000_000},
    ),
    # Raspberry Pi Pico data sheet: UART0 on GP0 and GP1 is where a debug probe's serial port goes;
    # GP7 is free; the crystal is of 12 MHz.
    Wiring(
        board="rpipico",
        soc="rp2040",
        uart="UART0",
        tx="GP0",
        rx="GP1",
        sync_pin="GP7",
        crystals={"XOSC": 12_000_000},
    ),
    # Application Notes 385, 386 and 500: UART0 is the serial connector; no pins to set up.
    Wiring(board="mps2_an385", soc="mps2_cortex-m3", uart="UART0", tx="", rx=""),
    Wiring(board="mps2_an386", soc="mps2_cortex-m4", uart="UART0", tx="", rx=""),
    Wiring(board="mps2_an500", soc="mps2_cortex-m7", uart="UART0", tx="", rx=""),
)


def wiring_of(board: str) -> Wiring:
    """The wiring of a board by its id. Raises UsageError for one that cannot be emulated."""
    for wiring in _BOARDS:
        if wiring.board == board:
            return wiring
    known = ", ".join(wiring.board for wiring in _BOARDS)
    raise UsageError(f"The board {board} cannot be emulated.", hint=f"Boards that can be: {known}.")


def emulated_boards() -> tuple[str, ...]:
    """The ids of the boards that can be emulated."""
    return tuple(wiring.board for wiring in _BOARDS)
