"""What a system on chip is made of, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neurio_gen.emulator.boot_rom import BootRom
from neurio_gen.emulator.boot_stage import BootStage
from neurio_gen.emulator.image_definition import ImageDefinition
from neurio_gen.emulator.imxrt.boot_header import BootHeader


@dataclass(frozen=True)
class Memory:
    """On-chip memory; `kind` is `flash` (read and execute), `ram`, or `window`. Bytes.

    A window shows what is flashed once firmware has set it up. A boot ROM copies parts of an image
    to `loadable` RAM. A `view` is a part of another RAM under other addresses: where that begins.
    """

    name: str
    origin: int
    length: int
    kind: str
    loadable: bool = False
    view: int | None = None

    def holds(self, first: int, end: int) -> bool:
        """Whether the bytes from `first` up to and without `end` all lie in it."""
        return self.origin <= first and end <= self.origin + self.length


@dataclass(frozen=True)
class Gate:
    """The bit that switches a peripheral's clock on: register of the clock controller, bit.

    `closed` says what the peripheral is while it is not.
    """

    register: str
    bit: int
    closed: str = "its clock is off"


@dataclass(frozen=True)
class Instance:
    """One peripheral: its name, the model that describes it, where it is and what feeds it.

    It answers at `size` bytes from `base`. `interrupt` is its number in the NVIC; `options` are
    what the model needs to know besides.
    """

    name: str
    model: str
    base: int
    gate: Gate | None = None
    interrupt: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    size: int = 0x400


@dataclass(frozen=True)
class Soc:
    """A chip: core, memories, peripherals. `boot` is where its vector table is after reset.

    `boot_stage` is what runs before, `image_definition` what the image has to hold, on chips whose
    boot ROM wants that. A chip with a `boot_rom` starts at the image's own entry, once the ROM has
    loaded it; one with a `boot_header` at the vector table that this names in flash.
    """

    name: str
    core: str
    boot: int
    memories: tuple[Memory, ...]
    peripherals: tuple[Instance, ...]
    io_ranges: tuple[range, ...] = (
        range(0x40000000, 0x60000000),  # peripherals (Armv7-M B3.1)
        range(0xE0000000, 0xE0100000),  # private peripheral bus
    )
    fpu: bool = False
    priority_bits: int = 4
    boot_stage: BootStage | None = None
    boot_rom: BootRom | None = None
    image_definition: ImageDefinition | None = None
    boot_header: BootHeader | None = None
