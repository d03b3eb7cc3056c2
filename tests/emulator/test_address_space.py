"""Memories that code sees under two addresses, and code in RAM that nothing may write any more."""

from __future__ import annotations

import pytest
import unicorn

from neurio_gen.emulator.address_space import AddressSpace, InvalidAccess
from neurio_gen.emulator.soc import Memory

_KIB = 1024
SRAM = Memory("sram", 0x2000_0000, 64 * _KIB, "ram")
VIEW = Memory("sram2", 0x1000_0000, 16 * _KIB, "ram", view=0x2000_8000)


@pytest.fixture
def engine() -> unicorn.Uc:
    return unicorn.Uc(unicorn.UC_ARCH_ARM, unicorn.UC_MODE_THUMB)


def test_a_view_shows_the_same_bytes(engine: unicorn.Uc) -> None:
    """Given a RAM and a view of its upper half, when one is written, then the other shows it."""
    memory = AddressSpace(engine, (SRAM, VIEW), (), lambda *_: 0)
    memory.write_word(0x1000_0010, 0x1234_5678)
    assert memory.read_word(0x2000_8010) == 0x1234_5678
    memory.write_word(0x2000_BFFC, 0x9ABC_DEF0)
    assert memory.read_word(0x1000_3FFC) == 0x9ABC_DEF0
    assert memory.read_word(0x2000_7FFC) == memory.read_word(0x2000_C000) == 0xA5A5_A5A5


def test_code_that_runs_is_not_written(engine: unicorn.Uc) -> None:
    """Given code in RAM, when it has run, then its whole pages take no writes, others do."""
    memory = AddressSpace(engine, (SRAM, VIEW), (), lambda *_: 0)
    memory.write_word(0x2000_8000, 1)
    memory.keep_code(range(0x1000_0020, 0x1000_2800))
    writable = [
        range(first, last + 1)
        for first, last, rights in engine.mem_regions()
        if rights & unicorn.UC_PROT_WRITE
    ]
    assert not any(0x1000_1000 in each for each in writable)
    assert all(any(a in each for each in writable) for a in (0x1000_0000, 0x1000_2000, 0x2000_0000))
    assert memory.read_word(0x1000_0000) == 1, "the view is still one"
    refused = InvalidAccess(unicorn.UC_MEM_WRITE_PROT, 0x1000_1004, 4)
    assert "writes 4 bytes to code that runs" in memory.explain(refused, 0x2000_1000, "").cause
