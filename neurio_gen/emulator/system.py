"""The peripherals of one chip on their bus, with clock gates checked on every access."""

from __future__ import annotations

from collections import deque
from typing import Protocol, TypeVar

from neurio_gen.emulator.cpu import Cpu
from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.image import Image
from neurio_gen.emulator.models import model_named
from neurio_gen.emulator.peripheral import Peripheral
from neurio_gen.emulator.pins import PinRecorder
from neurio_gen.emulator.profile import ExecutedBlocks
from neurio_gen.emulator.soc import Gate, Soc
from neurio_gen.emulator.sound import SoundLine
from neurio_gen.emulator.sound_receiver import SoundReceiver
from neurio_gen.emulator.stretch import StretchRecorder
from neurio_gen.emulator.timeline import Timeline
from neurio_gen.emulator.wiring import Wiring

_PAGE_BITS = 8
P = TypeVar("P", bound=Peripheral)


class ClockController(Protocol):
    """What the rest of a chip asks its clock controller."""

    def gate_is_open(self, gate: Gate) -> bool:
        """Whether this peripheral clock is on."""

    def gate_name(self, gate: Gate) -> str:
        """The gate's bit for messages."""

    def check(self) -> None:
        """Raises Violation where the core is too fast for its supply or its flash."""


class System:
    """A chip with its firmware: core, virtual time, peripherals, and the board around it.

    `clocks` is the chip's clock controller, where it has one. `baud` is the rate of the other end
    of the console's line. `received` are bytes on their way to the console, `sent` those that it
    has sent. `waiting` tells that the firmware looks for input that is not there. `changes` counts
    writes that have changed a register: what was worked out of settings holds until the next.
    `sound` comes in at the board's receiver, where it has one; `pins` are the outputs that tell of
    its work.
    """

    def __init__(self, soc: Soc, wiring: Wiring, image: Image, native: bool = True) -> None:
        self.soc = soc
        self.wiring = wiring
        self.baud = wiring.baud
        self.received: deque[int] = deque()
        self.sent = bytearray()
        self.waiting = False
        self.changes = 0
        self.clocks: ClockController | None = None
        self.cpu = Cpu(soc.core, soc.memories, soc.io_ranges, image, self._access, native=native)
        for address, code in soc.boot_rom.code() if soc.boot_rom else ():
            self.cpu.engine.mem_write(address, code)
        self.stretches = StretchRecorder(lambda: self.cpu.instructions, self.profile)
        self.timeline = Timeline(lambda: self.cpu.instructions)
        self.sound = SoundLine(self.timeline)
        self.pins = PinRecorder(
            _watched(wiring), lambda: self.timeline.seconds, lambda: self.cpu.instructions
        )
        self.peripherals: dict[str, Peripheral] = {}
        self._pages: dict[int, list[Peripheral]] = {}
        for instance in soc.peripherals:
            peripheral = model_named(instance.model)(instance, self)
            self.peripherals[instance.name] = peripheral
            last = instance.base + instance.size - 1
            for page in range(instance.base >> _PAGE_BITS, (last >> _PAGE_BITS) + 1):
                self._pages.setdefault(page, []).append(peripheral)
        for peripheral in self.peripherals.values():
            peripheral.connect()

    def get(self, name: str, kind: type[P]) -> P:
        """The peripheral of that name, which the chip's data promise to be of that kind."""
        found = self.peripherals[name]
        if not isinstance(found, kind):
            raise TypeError(f"{name} of {self.soc.name} is no {kind.__name__}")
        return found

    def only(self, kind: type[P]) -> P:
        """The one peripheral of that kind."""
        (found,) = (item for item in self.peripherals.values() if isinstance(item, kind))
        return found

    def settle_sound(self) -> None:
        """Has the receiver of sound, where there is one, take what has come so far."""
        for peripheral in self.peripherals.values():
            if isinstance(peripheral, SoundReceiver):
                peripheral.settle()

    def note_time_read(self) -> None:
        """Called by a time base whenever firmware reads it."""
        self.stretches.note()

    def profile(self) -> ExecutedBlocks:
        """How often each block was executed since reset."""
        counts = self.cpu.block_counts()
        return ExecutedBlocks({self.cpu.block(*key): count for key, count in counts.items()})

    def next_event(self) -> int | None:
        """The core cycle of the next event of any peripheral."""
        events = [peripheral.next_event() for peripheral in self.peripherals.values()]
        return min((event for event in events if event is not None), default=None)

    def advance(self) -> None:
        """Has every peripheral do what is due."""
        now = self.timeline.cycles
        for peripheral in self.peripherals.values():
            event = peripheral.next_event()
            if event is not None and event <= now:
                peripheral.advance()

    def _access(self, address: int, size: int, value: int | None) -> int:
        try:
            peripheral = self._peripheral_at(address, value is None)
            return peripheral.access(address - peripheral.instance.base, size, value)
        except Violation as error:
            error.address = address if error.address is None else error.address
            raise

    def _peripheral_at(self, address: int, reading: bool) -> Peripheral:
        for peripheral in self._pages.get(address >> _PAGE_BITS, ()):
            instance = peripheral.instance
            if instance.base <= address < instance.base + instance.size:
                gate = instance.gate
                if gate is not None and self.clocks and not self.clocks.gate_is_open(gate):
                    raise Violation(
                        f"{'reads' if reading else 'writes'} {peripheral.name} while {gate.closed}",
                        hint=f"Set {self.clocks.gate_name(gate)} first.",
                    )
                return peripheral
        verb = "reads" if reading else "writes"
        raise Violation(f"{verb} an address of {self.soc.name} at which nothing is modelled")


def _watched(wiring: Wiring) -> tuple[str, ...]:
    sound = wiring.sound
    pins = () if sound is None else (wiring.sync_pin, sound.processing, sound.detected)
    return tuple(pin for pin in pins if pin is not None)
