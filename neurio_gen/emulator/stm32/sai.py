"""The serial audio interface (RM0432 chapter 41): its first block as a slave that receives I2S."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Register
from neurio_gen.emulator.sound_receiver import SoundReceiver
from neurio_gen.emulator.stm32.dma import DmaController
from neurio_gen.emulator.stm32.gpio import GpioPort

_ENABLE, _DMA = 1 << 16, 1 << 17
_FIFO = 8
_DATA = 0x20
# Register, lowest bit, bits, name, value, and what the interface board sends (standard I2S).
_FORMAT = (
    ("ACR1", 0, 2, "MODE", 3, "the clock, so that the block has to be a slave that receives"),
    ("ACR1", 2, 2, "PRTCFG", 0, "a free protocol"),
    ("ACR1", 5, 3, "DS", 4, "16 bits per sample"),
    ("ACR1", 8, 1, "LSBFIRST", 0, "the highest bit first"),
    ("ACR1", 9, 1, "CKSTR", 1, "bits that hold at the rising edge of the clock"),
    ("ACR1", 10, 2, "SYNCEN", 0, "its own clock, of no other block"),
    ("ACR1", 12, 1, "MONO", 0, "two channels"),
    ("AFRCR", 0, 8, "FRL", 31, "frames of 32 bits"),
    ("AFRCR", 8, 7, "FSALL", 15, "a word select of 16 bits a side"),
    ("AFRCR", 16, 1, "FSDEF", 1, "a word select that tells left from right"),
    ("AFRCR", 17, 1, "FSPOL", 0, "the left channel while the word select is low"),
    ("AFRCR", 18, 1, "FSOFF", 1, "the word select one bit early"),
    ("ASLOTR", 0, 5, "FBOFF", 0, "slots that begin with data"),
    ("ASLOTR", 8, 4, "NBSLOT", 1, "two slots"),
    ("ASLOTR", 16, 2, "SLOTEN", 3, "two slots with data"),
)


class SerialAudioInterface(SoundReceiver):
    """Options: `request` of the DMA multiplexer; `pins`, the alternate function of each.

    In slave mode the block has its clock from the line; its own is not looked at.
    """

    REGISTERS: ClassVar = (
        Register("ACR1", 0x04, reset=0x40, writable=0x07FB3FEF),
        Register("AFRCR", 0x0C, reset=0x7, writable=0x77FFF),
        Register("ASLOTR", 0x10, writable=0xFFFF0FDF),
    )

    def reset(self) -> None:
        super().reset()
        self._held = 0

    def connect(self) -> None:
        super().connect()
        self._dma = self.system.only(DmaController)

    def settle(self) -> None:
        slots = self.system.sound.take()
        if not len(slots) or not self.values["ACR1"] & _ENABLE:
            return
        channel = self._channel()
        moved = 0
        if channel is not None:
            moved = self._dma.receive(channel, self.instance.base + _DATA, slots)
        self._held = 0 if moved else self._held
        self._held += len(slots) - moved
        if self._held > _FIFO:
            raise Violation(
                f"loses sound: the FIFO of {self.name} is full, {self._reason(channel)}"
            )

    def next_flag(self) -> int | None:
        channel = self._channel() if self.values["ACR1"] & _ENABLE else None
        if channel is None or not self._dma.until_flag(channel):
            return self.system.sound.cycle_of(_FIFO + 1) if self.values["ACR1"] & _ENABLE else None
        return self.system.sound.cycle_of(self._dma.until_flag(channel))

    def _write_acr1(self, value: int) -> None:
        old = self.values["ACR1"]
        if old & _ENABLE and value != old:
            raise Violation(
                f"changes {self.name}_ACR1 while the block is on (SAIEN)",
                hint="Reset the block by RCC_APB2RSTR: it goes off at the end of a frame only.",
            )
        self.system.settle_sound()
        self.values["ACR1"] = value
        if value & _ENABLE and not old & _ENABLE:
            self._check_format()
            self._check_pins()
        self.system.cpu.attend()

    def _write_afrcr(self, value: int) -> None:
        self._configure("AFRCR", value)

    def _write_aslotr(self, value: int) -> None:
        self._configure("ASLOTR", value)

    def _configure(self, name: str, value: int) -> None:
        if self.values["ACR1"] & _ENABLE and value != self.values[name]:
            raise Violation(f"writes {self.name}_{name} while the block is on (SAIEN)")
        self.values[name] = value

    def _channel(self) -> int | None:
        if not self.values["ACR1"] & _DMA:
            return None
        return self._dma.channel_for(self.instance.options["request"])

    def _reason(self, channel: int | None) -> str:
        if channel is not None:
            return (
                f"and channel {channel} of {self._dma.name} has moved its count and is not "
                "circular (CIRC)"
            )
        if not self.values["ACR1"] & _DMA:
            return "and it asks for no DMA (DMAEN)"
        return (
            f"and no channel of {self._dma.name} that is on serves request "
            f"{self.instance.options['request']} (DMAREQ_ID of the DMAMUX)"
        )

    def _check_format(self) -> None:
        for register, low, count, field, wanted, sent in _FORMAT:
            value = self.bits(register, low, count)
            if value != wanted:
                raise Violation(
                    f"starts {self.name} with {field} = {value}, but the interface board sends "
                    f"{sent} ({field} = {wanted})"
                )
        if self.bits("ASLOTR", 6, 2) not in (0, 1):
            raise Violation(f"starts {self.name} with slots of 32 bits (SLOTSZ), but 16 are sent")

    def _check_pins(self) -> None:
        sound = self.system.wiring.sound
        if sound is None or sound.receiver != self.name:
            raise Violation(f"uses {self.name}, to which {self.system.wiring.board} has no lines")
        for pin in (sound.word_select, sound.bit_clock, sound.data):
            port = self.system.get(f"GPIO{pin[1]}", GpioPort)
            function = self.instance.options["pins"][pin]
            port.check_alternate(int(pin[2:]), function, f"receiving on {self.name}")
