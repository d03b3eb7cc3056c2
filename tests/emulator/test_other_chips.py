"""Other chips and cores: what differs between them is data, and is enforced as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.emulator.board import EmulatedBoard, Reason
from neurio_gen.emulator.fault import EmulationFault
from neurio_gen.emulator.wiring import emulated_boards, wiring_of
from neurio_gen.errors import DeviceError, UsageError
from tests.emulator.firmware_builder import build

# 80 MHz from the PLL, USART1 on PB6 and PB7: the virtual COM port of the B-L475E-IOT01A.
L475 = """
#define USART1(offset) REGISTER(0x40013800 + (offset))
static void send(const char* text) {
    while (*text) {
        while (!(USART1(0x1C) & 1u << 7)) {
        }
        USART1(0x28) = (uint8_t)*text++;
    }
}
---
FLASH_ACR = (FLASH_ACR & ~7u) | WAIT_STATES;
RCC_PLLCFGR = 1u | 0u << 4 | 40u << 8 | 1u << 24;
RCC_CR |= 1u << 24;
while (!(RCC_CR & 1u << 25)) {
}
RCC_CFGR |= 3u;
RCC_AHB2ENR |= 1u << 1;
REGISTER(0x40021060) |= 1u << 14;
REGISTER(0x48000420) |= 0x77u << 24;
REGISTER(0x48000400) = (REGISTER(0x48000400) & ~(15u << 12)) | 10u << 12;
USART1(0x0C) = 80000000 / 115200;
USART1(0x00) = 1u | 1u << 2 | 1u << 3;
send("L475\\n");
for (;;) {
    (void)USART1(0x1C);
}
"""
SET_UP = ("NO_SET_UP", "STACK=0x20018000")


def test_stm32l475(tmp_path: Path) -> None:
    """Given firmware for an STM32L475, when run, then it prints at 80 MHz."""
    board = EmulatedBoard("disco_l475vg_iot01a", build(tmp_path, L475, "WAIT_STATES=4", *SET_UP))
    assert board.run() is Reason.WAITING
    assert board.read() == b"L475\n"
    assert board.core_hertz == 80_000_000


def test_wait_states_are_the_chips_own(tmp_path: Path) -> None:
    """Given three wait states at 80 MHz, enough for an L4+, when run on an L475, then it stops."""
    board = EmulatedBoard("disco_l475vg_iot01a", build(tmp_path, L475, "WAIT_STATES=3", *SET_UP))
    with pytest.raises(EmulationFault, match=r"80 MHz with 3 wait states .* range 1 needs 4"):
        board.run()


def test_firmware_of_another_board(tmp_path: Path) -> None:
    """Given an image whose stack is beyond the smaller chip's RAM, when loaded, it is refused."""
    elf = build(tmp_path, "")
    with pytest.raises(EmulationFault, match=r"stack pointer 0x200a0000 lies outside the RAM"):
        EmulatedBoard("disco_l475vg_iot01a", elf)


def test_unknown_board(tmp_path: Path) -> None:
    """Given a board without a model, when asked for, then those that have one are named."""
    with pytest.raises(UsageError) as caught:
        EmulatedBoard("mps3_an547", tmp_path / "none.elf")
    assert all(board in (caught.value.hint or "") for board in emulated_boards())
    assert wiring_of("nucleo_l4r5zi").uart == "LPUART1"


@pytest.mark.parametrize("content", [b"", b"\x7fELF", b"no ELF at all" * 10])
def test_no_elf(tmp_path: Path, content: bytes) -> None:
    """Given a file that is no ELF, when loaded, then one error says so."""
    file = tmp_path / "image.bin"
    file.write_bytes(content)
    with pytest.raises(DeviceError, match=r"is no ELF file for a board's core"):
        EmulatedBoard("nucleo_l4r5zi", file)
