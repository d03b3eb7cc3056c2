"""What the CPU emulator has to know of an architecture: registers, code, exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import unicorn
from unicorn import arm_const as arm
from unicorn import riscv_const as riscv

from neurio_gen.emulator.blocks import Block, RiscvBlock
from neurio_gen.errors import UsageError


@dataclass(frozen=True)
class Architecture:
    """An architecture of the CPU emulator, its registers by the emulator's ids.

    `models` are its cores by our names, None where the emulator has but one. `start_bit` is set in
    the address that execution starts at. `status` is the register that holds the conditions of the
    instructions to come, where there is one. `exceptions` says what each number means.
    """

    name: str
    engine: int
    mode: int
    models: Mapping[str, int | None]
    pc: int
    sp: int
    link: int
    start_bit: int
    status: int | None
    block: type[Block]
    exceptions: Mapping[int, str]

    def start(self, core: str) -> unicorn.Uc:
        """A CPU emulator for that core."""
        engine = unicorn.Uc(self.engine, self.mode)
        model = self.models[core]
        if model is not None:
            engine.ctl_set_cpu_model(model)
        return engine


ARM = Architecture(
    name="arm",
    engine=unicorn.UC_ARCH_ARM,
    mode=unicorn.UC_MODE_THUMB | unicorn.UC_MODE_MCLASS,
    models={
        "cortex-m0+": arm.UC_CPU_ARM_CORTEX_M0,
        "cortex-m3": arm.UC_CPU_ARM_CORTEX_M3,
        "cortex-m4": arm.UC_CPU_ARM_CORTEX_M4,
        "cortex-m7": arm.UC_CPU_ARM_CORTEX_M7,
        "cortex-m33": arm.UC_CPU_ARM_CORTEX_M33,
    },
    pc=arm.UC_ARM_REG_PC,
    sp=arm.UC_ARM_REG_SP,
    link=arm.UC_ARM_REG_LR,
    start_bit=1,
    status=arm.UC_ARM_REG_XPSR,
    block=Block,
    exceptions={
        1: "an undefined instruction",
        2: "an SVC instruction, which nothing serves",
        3: "a fetch that aborted",
        4: "a data access that aborted",
        7: "a BKPT instruction",
        17: "an instruction of a coprocessor that is off or absent",
        18: "a branch to an even address: the core has only Thumb state",
    },
)
RISCV = Architecture(
    name="riscv",
    engine=unicorn.UC_ARCH_RISCV,
    mode=unicorn.UC_MODE_RISCV32,
    models={"hazard3": None, "esp32c3": None, "esp32c6": None},
    pc=riscv.UC_RISCV_REG_PC,
    sp=riscv.UC_RISCV_REG_SP,
    link=riscv.UC_RISCV_REG_RA,
    start_bit=0,
    status=None,
    block=RiscvBlock,
    # RISC-V Privileged Architecture, table 3.6
    exceptions={
        0: "a branch to an odd address",
        1: "a fetch that aborted",
        2: "an illegal instruction",
        3: "an EBREAK instruction",
        4: "a load from an address that is no multiple of its size",
        5: "a load that aborted",
        6: "a store to an address that is no multiple of its size",
        7: "a store that aborted",
        11: "an ECALL instruction, which nothing serves",
    },
)


def architecture_of(core: str) -> Architecture:
    """The architecture of a core. Raises UsageError for one that cannot be emulated."""
    for architecture in (ARM, RISCV):
        if core in architecture.models:
            return architecture
    raise UsageError(f"The core {core} cannot be emulated.")
