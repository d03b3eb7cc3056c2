"""Arm's MPS2 FPGA images with a Cortex-M3, M4 and M7 (Application Notes 385, 386 and 500)."""

from __future__ import annotations

from neurio_gen.emulator.soc import Instance, Memory, Soc
from neurio_gen.emulator.socs.cortex_m import FLOATING_POINT, SYSTEM_CONTROL

_MIB = 1024 * 1024
_CLOCK = 25_000_000


def _image(core: str, fpu: bool) -> Soc:
    options = {"clock": _CLOCK}
    return Soc(
        name=f"mps2_{core}",
        core=core,
        fpu=fpu,
        boot=0,
        memories=(
            # ZBT SSRAM1, which holds the code, counts as flash: no image may write to it.
            Memory("ssram1", 0x00000000, 4 * _MIB, "flash"),
            Memory("ssram23", 0x20000000, 4 * _MIB, "ram"),
        ),
        peripherals=(
            *SYSTEM_CONTROL,
            *(FLOATING_POINT if fpu else ()),
            Instance("UART0", "mps2.uart", 0x40004000, options=options, size=0x1000),
            Instance("FPGAIO", "mps2.fpgaio", 0x40028000, options=options, size=0x1000),
        ),
    )


AN385 = _image("cortex-m3", fpu=False)
AN386 = _image("cortex-m4", fpu=True)
AN500 = _image("cortex-m7", fpu=True)
