"""Profiles on boards and on this computer: the firmware reads a clock around each layer."""

from __future__ import annotations

from neurio_gen.boards import Board
from neurio_gen.codegen import Program
from neurio_gen.errors import ProtocolError
from neurio_gen.profiling.layers import Cost, ModelProfile, Unit, attribute
from neurio_gen.protocol.session import Session

_WARMUPS = 2
_MEASURED = "cycles of the core's own counter, hooks around the layers"
_HOST = "nanoseconds of this computer, hooks around the layers: other programs disturb them"


def profile_by_hooks(board: Board, session: Session, program: Program) -> ModelProfile:
    """Profiles one inference of the selected model, whose input is loaded.

    Raises ProtocolError where the firmware was built without hooks or for another program.
    """
    session.infer(1, _WARMUPS)
    times = session.layer_times()
    if len(times.ticks) != len(program.layers):
        raise ProtocolError(
            f"The device timed {len(times.ticks)} layers, the model has {len(program.layers)}.",
            hint="Flash the image that this command has built.",
        )
    host = board.device == "native"
    return ModelProfile(
        program,
        Unit.NANOSECONDS if host else Unit.CYCLES,
        attribute(program, [Cost(ticks) for ticks in times.ticks]),
        Cost(times.total - sum(times.ticks)),
        None,
        _HOST if host else _MEASURED,
    )
