"""What the project knows of a kind of hardware."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from neurio_gen.boards.architecture import Architecture, find_core
from neurio_gen.errors import UsageError
from neurio_gen.isa import Isa

FLASH = "flash"
RAM = "ram"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MemoryRegion(_Frozen):
    """A region of the address space that the linker may fill; `length` in bytes.

    `seen_at` is where it begins in the region `ram`, if it is another view of a part of that.
    """

    name: str
    origin: int = Field(ge=0)
    length: int = Field(gt=0)
    seen_at: int | None = None

    @property
    def end(self) -> int:
        """The address behind it."""
        return self.origin + self.length


class UsbId(_Frozen):
    """Vendor and product id of a board's debug probe."""

    vid: int = Field(ge=0, le=0xFFFF)
    pid: int = Field(ge=0, le=0xFFFF)


class Emulator(_Frozen):
    """The emulated machine of a board, and how much virtual time one instruction takes in it.

    `options` are further words of the command line. The word at `counter_address` counts virtual
    time, `counter_hz` ticks per second.
    """

    program: str
    machine: str
    options: tuple[str, ...] = ()
    nanoseconds_per_instruction: int = Field(gt=0)
    counter_address: int = Field(ge=0)
    counter_hz: int = Field(gt=0)


class Flashing(_Frozen):
    """How images get into a board's flash. `methods` names them, the preferred first.

    The targets are what OpenOCD and pyOCD call the chip; `openocd_interface` is the debug probe's
    script, `openocd_khz` the clock of the debug line where no script sets one; `volume_labels` are
    the names of the drive that the probe, or the chip's own boot loader, shows. A boot loader with
    a drive takes UF2 files of its `uf2_family`.
    `boot_loader` and `sketches` are the USB ids of a boot loader with a serial port and of the
    vendor's own programs, which give way to it.
    """

    methods: tuple[str, ...] = ()
    openocd_interface: str = "stlink"
    openocd_target: str | None = None
    openocd_khz: int | None = Field(default=None, gt=0)
    pyocd_target: str | None = None
    volume_labels: tuple[str, ...] = ()
    uf2_family: int | None = None
    boot_loader: tuple[UsbId, ...] = ()
    sketches: tuple[UsbId, ...] = ()


Clocks = Annotated[
    tuple[tuple[str, int], ...],
    BeforeValidator(lambda clocks: tuple(clocks.items()) if isinstance(clocks, dict) else clocks),
]
"""Clocks by name, Hz; a manifest has them as an object."""


class SoundWiring(_Frozen):
    """Pins of the streaming test: those of the I2S receiver, and two that tell what it does.

    The interface board drives `word_select`, `bit_clock` and `data`. `processing` is high while a
    part of the sound is processed; an edge on `detected` tells that the wake word was heard.
    """

    receiver: str
    word_select: str
    bit_clock: str
    data: str
    processing: str
    detected: str


class Wiring(_Frozen):
    """What the board connects its chip to, for models of the chip: `soc` is the chip's model.

    The console's UART and pins are those that the debug probe's serial port is wired to. `crystals`
    are clocks on the board by their name in the chip's manual, Hz; `clocks` are likewise those that
    come in as a signal, for which the oscillator is to be bypassed. `source` says where all that is
    from.
    """

    soc: str
    uart: str
    tx: str
    rx: str
    sync_pin: str | None = None
    sound: SoundWiring | None = None
    crystals: Clocks = ()
    clocks: Clocks = ()
    source: str


class Board(_Frozen):
    """A board. Its id is its environment's name in `platformio.ini` and its manifest's file name.

    `device` says what a board of this kind is reached by: QEMU, a process of this computer, a
    serial port, or models of its chip (`emulated`). `stack_bytes` is the part of RAM that the
    linker keeps for the stack. A board without memory regions has no limits known, as `native`.
    `built_baud` is the rate that its firmware is built to boot at, if not the manifest's.
    `clock_hz` is None for such a board. `core` is what is built for, a core of an architecture;
    `cpu` is PlatformIO's name for it. `code` says where code runs: in the flash, in the RAM that a
    boot ROM has loaded it to, or in a memory of its own that the start-up code has copied it to.
    `kernels` is the region that kernels run from faster than from flash, `fast` the one that data
    is read from faster than from `ram`, where there are any.
    `flash_banks` is the mode that its flash memory is set to, where it can be set: one bank is read
    in wider words than two. `libraries` pairs engines with the library that each needs. `folder` is
    where its manifest lies, if not with ours.
    """

    id: str
    name: str
    vendor: str
    url: str
    mcu: str
    cpu: str
    core: str
    device: Literal["qemu", "native", "serial", "emulated"]
    clock_hz: int | None
    memory: tuple[MemoryRegion, ...]
    stack_bytes: int = Field(ge=0)
    baud: int = Field(gt=0)
    built_baud: int | None = None
    usb: tuple[UsbId, ...] = ()
    emulator: Emulator | None = None
    wiring: Wiring | None = None
    flashing: Flashing = Flashing()
    flash_banks: Literal[1, 2] | None = None
    code: Literal["in place", "loaded", "copied"] = "in place"
    kernels: str | None = None
    fast: str | None = None
    libraries: tuple[tuple[str, str], ...] = ()
    folder: Path | None = None

    @property
    def architecture(self) -> Architecture:
        """What its compilers, debuggers and emulators have in common with other boards'."""
        return find_core(self.core)[0]

    @property
    def isa(self) -> Isa:
        """The kernels that are made for its core."""
        return find_core(self.core)[1].kernels

    @property
    def flags(self) -> tuple[str, ...]:
        """What GCC is told of its core."""
        return find_core(self.core)[1].gcc

    @property
    def flash_origin(self) -> int:
        """The address that the flash begins at; 0 where there is no region of that name."""
        region = self.region(FLASH)
        return region.origin if region else 0

    @property
    def flash(self) -> range | None:
        """The addresses of the flash; None where there is no region of that name."""
        length = self.flash_bytes
        return None if length is None else range(self.flash_origin, self.flash_origin + length)

    @property
    def flash_bytes(self) -> int | None:
        """Size of the flash memory; None where there is no limit known."""
        return self._length(FLASH)

    @property
    def ram_bytes(self) -> int | None:
        """Size of the RAM, stack included; None where there is no limit known."""
        return self._length(RAM)

    def region(self, name: str | None) -> MemoryRegion | None:
        """The memory of that name; None where the board has none."""
        return next((region for region in self.memory if region.name == name), None)

    def with_flash_banks(self, banks: Literal[1, 2] | None) -> Board:
        """The same board in that bank mode; None leaves it. Raises UsageError without a choice."""
        if banks is None:
            return self
        if self.flash_banks is None:
            raise UsageError(
                f"The flash of {self.id} has no bank mode to choose.",
                hint="Leave out --flash-banks.",
            )
        return self.model_copy(update={"flash_banks": banks})

    def at(self, baud: int | None) -> Board:
        """The same board, its firmware built to boot at another rate; at its own where None."""
        if baud is None:
            return self
        return self.model_copy(update={"baud": baud, "built_baud": baud})

    def emulated(self) -> Board:
        """The same board, its images run on models of its chip instead of the chip."""
        return self.model_copy(update={"device": "emulated"})

    def _length(self, name: str) -> int | None:
        region = self.region(name)
        return region.length if region else None
