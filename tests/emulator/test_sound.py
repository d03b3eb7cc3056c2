"""Sound over I2S: SAI1 and DMA1 of the STM32L4+, right and with one slip each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.emulator.board import EmulatedBoard, Reason
from neurio_gen.emulator.fault import EmulationFault
from neurio_gen.emulator.wiring import wiring_of
from neurio_gen.errors import UsageError
from tests.emulator.firmware_builder import build
from tests.emulator.slips import Broken, broken

REGISTERS = """
#define RCC(offset) REGISTER(0x40021000 + (offset))
#define DMA(offset) REGISTER(0x40020000 + (offset))
#define DMAMUX(offset) REGISTER(0x40020800 + (offset))
#define SAI(offset) REGISTER(0x40015400 + (offset))
#define GPIOE(offset) REGISTER(0x48001000 + (offset))
static volatile int16_t ring[32];
static int sum(int first) {
    int total = 0;
    for (int i = first; i < first + 16; ++i) total += ring[i];
    return total;
}
static void await(uint32_t flag) {
    while (!(DMA(0x00) & flag)) {
    }
    DMA(0x04) = flag;
}
"""
# A ring of 32 halfwords: eight samples of two channels in each half. PE9 tells of each half.
STEPS = {
    "clocks": "RCC(0x48) |= 1u | 1u << 2; RCC(0x60) |= 1u << 21; RCC(0x4C) |= 1u << 4;",
    "functions": "GPIOE(0x20) = 0x0DDD0000u;",
    "modes": "GPIOE(0x00) = (GPIOE(0x00) & ~0x000C3F00u) | 0x00042A00u;",
    "request": "DMAMUX(0x00) = 36;",
    "count": "DMA(0x0C) = 32;",
    "source": "DMA(0x10) = 0x40015420u;",
    "target": "DMA(0x14) = (uint32_t)ring;",
    "control": "DMA(0x08) = 0x5A0u;",  # halfwords, memory advances, circular
    "channel": "DMA(0x08) |= 1u;",
    "frame": "SAI(0x0C) = 31u | 15u << 8 | 1u << 16 | 1u << 18;",
    "slots": "SAI(0x10) = 1u << 6 | 1u << 8 | 3u << 16;",
    "format": "SAI(0x04) = 3u | 4u << 5 | 1u << 9;",
    "requests": "SAI(0x04) |= 1u << 17;",
    "block": "SAI(0x04) |= 1u << 16;",
    "ready": 'print("on\\n"); (void)get();',
    "halves": "await(1u << 2); GPIOE(0x18) = 1u << 9; print_number(sum(0));"
    "await(1u << 1); GPIOE(0x18) = 1u << 25; print_number(sum(16));",
    "again": "await(1u << 2); print_number(sum(0));",
}
SOUND = np.arange(64, dtype=np.int16).reshape(-1, 2)

SLIPS = (
    broken("no clock of the SAI", "SAI1 while its clock is off", "bit 21 of RCC_APB2ENR",
           clocks="RCC(0x48) |= 5u; RCC(0x4C) |= 1u << 4;"),
    broken("no clock of the DMA", "DMA1 while its clock is off", "bit 0 of RCC_AHB1ENR",
           clocks="RCC(0x48) |= 4u; RCC(0x60) |= 1u << 21; RCC(0x4C) |= 1u << 4;"),
    broken("wrong pin function", "PE4 on alternate function AF13, it is on AF6",
           functions="GPIOE(0x20) = 0x0DD60000u;"),
    broken("a pin left analog", "PE6, which is in analog mode",
           modes="GPIOE(0x00) = (GPIOE(0x00) & ~0x00000F00u) | 0x00000A00u;"),
    broken("the SAI as master", "MODE = 1, but the interface board sends the clock",
           format="SAI(0x04) = 1u | 4u << 5 | 1u << 9;"),
    broken("samples of 24 bits", "DS = 6, but the interface board sends 16 bits",
           format="SAI(0x04) = 3u | 6u << 5 | 1u << 9;"),
    broken("the wrong edge", "CKSTR = 0, but", format="SAI(0x04) = 3u | 4u << 5;"),
    broken("frames of 64 bits", "FRL = 63, but the interface board sends frames of 32 bits",
           frame="SAI(0x0C) = 63u | 31u << 8 | 1u << 16 | 1u << 18;"),
    broken("left-justified", "FSOFF = 0, but the interface board sends the word select one bit",
           frame="SAI(0x0C) = 31u | 15u << 8 | 1u << 16;"),
    broken("one slot", "NBSLOT = 0, but", slots="SAI(0x10) = 1u << 6 | 3u << 16;"),
    broken("no request of DMA", "asks for no DMA (DMAEN)", requests=""),
    broken("another request", "serves request 36", request="DMAMUX(0x00) = 37;"),
    broken("a channel that is off", "no channel of DMA1 that is on", channel=""),
    broken("not circular", "is not circular (CIRC)", control="DMA(0x08) = 0x580u;"),
    broken("sizes of words", "DMA1_CCR1.PSIZE", control="DMA(0x08) = 0xAA0u;"),
    broken("memory does not advance", "DMA1_CCR1.MINC", control="DMA(0x08) = 0x520u;"),
    broken("another register", "not the data register at 0x40015420",
           source="DMA(0x10) = 0x40015440u;"),
    broken("no RAM", "which is no RAM", target="DMA(0x14) = 0x08000000u;"),
    broken("a count while on", "writes DMA1_CNDTR1 while the channel is on",
           "Clear EN of DMA1_CCR1", channel="DMA(0x08) |= 1u; DMA(0x0C) = 16;"),
    broken("a format while on", "changes SAI1_ACR1 while the block is on",
           block="SAI(0x04) |= 1u << 16; SAI(0x04) |= 1u << 8;"),
)  # fmt: skip


def boot(folder: Path, steps: Mapping[str, str]) -> EmulatedBoard:
    body = "\n".join((STEPS | dict(steps)).values())
    return EmulatedBoard("nucleo_l4r5zi", build(folder, f"{REGISTERS}\n---\n{body}"))


def listen(board: EmulatedBoard, began: list[float] | None = None) -> str:
    """What the firmware says when SOUND comes as soon as it is ready; `began` gets its seconds."""
    assert board.run() is Reason.WAITING
    assert board.read() == b"on\n"
    if began is not None:
        began.append(float(board.seconds))
    board.play(SOUND, 16_000)
    board.write(b"x")
    assert board.run() is Reason.WAITING
    return board.read().decode()


def test_samples_come_in_order_and_in_time(tmp_path: Path) -> None:
    """Given a ring of two halves, when sound comes, then each half is told of when it is full."""
    board = boot(tmp_path, {})
    began: list[float] = []
    assert listen(board, began).split() == [str(sum(range(16 * i, 16 * i + 16))) for i in range(3)]
    up, down = board.pins.take()
    assert (up.pin, up.high, down.high) == ("PE9", True, False)
    assert float(up.seconds) == pytest.approx(began[0] + 8 / 16_000, abs=2e-5)
    assert float(down.seconds - up.seconds) == pytest.approx(8 / 16_000, abs=2e-5)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_every_slip_has_its_message(tmp_path: Path, slip: Broken) -> None:
    with pytest.raises(EmulationFault) as fault:
        listen(boot(tmp_path, slip.steps))
    assert slip.cause in fault.value.message
    assert slip.hint in (fault.value.hint or "")


def test_time_passes_while_sound_comes_and_nobody_waits_for_it(tmp_path: Path) -> None:
    """Given firmware that waits for a command, when sound plays, then it waits to its end only."""
    board = boot(tmp_path, {"halves": "", "again": "(void)get();"})
    assert board.run() is Reason.WAITING
    begin, executed = board.seconds, board.instructions
    board.play(np.zeros((1600, 2), np.int16), 16_000)
    assert board.run() is Reason.WAITING
    assert float(board.seconds - begin) == pytest.approx(0.1, abs=1e-3)
    assert board.instructions - executed < 1_000_000  # of 12 million cycles; its looks are skipped


def test_a_board_without_a_receiver_refuses_sound(tmp_path: Path) -> None:
    wiring = replace(wiring_of("nucleo_l4r5zi"), sound=None)
    board = EmulatedBoard(wiring, build(tmp_path, "(void)get();"))
    with pytest.raises(UsageError, match="nucleo_l4r5zi has no receiver of sound"):
        board.play(SOUND, 16_000)
