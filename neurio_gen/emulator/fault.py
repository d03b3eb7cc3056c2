"""What stops an emulated run: one error that names the cause, the place and the function."""

from __future__ import annotations

from neurio_gen.errors import DeviceError


class EmulationFault(DeviceError):  # noqa: N818 - the core's own word for it
    """The firmware did what silicon would not survive, or what no model covers.

    `cause` says what; `address` is the data address or register concerned (None where there is
    none), `pc` the instruction, `symbol` its function and offset.
    """

    def __init__(
        self,
        cause: str,
        *,
        pc: int,
        symbol: str,
        address: int | None = None,
        hint: str | None = None,
    ) -> None:
        where = f"at PC 0x{pc:08x} ({symbol})"
        about = "" if address is None else f", address 0x{address:08x}"
        super().__init__(f"The emulated board stopped {where}{about}: {cause}.", hint=hint)
        self.cause = cause
        self.pc = pc
        self.symbol = symbol
        self.address = address


class Violation(Exception):  # noqa: N818 - becomes an EmulationFault once the PC is known
    """Raised by a model; the board adds the symbol, and the PC where `pc` is None."""

    def __init__(
        self,
        cause: str,
        *,
        address: int | None = None,
        hint: str | None = None,
        pc: int | None = None,
    ) -> None:
        super().__init__(cause)
        self.cause = cause
        self.address = address
        self.hint = hint
        self.pc = pc
