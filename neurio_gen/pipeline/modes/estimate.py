"""How long an inference would take on silicon: an estimate from one on an emulated board."""

from __future__ import annotations

from neurio_gen.codegen import Program
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.harness.comparison import Mismatch
from neurio_gen.harness.inference import RunningModel
from neurio_gen.harness.samples import Sample
from neurio_gen.pipeline.bench import Place
from neurio_gen.pipeline.mode import Found, Steps
from neurio_gen.pipeline.modes.one_inference import estimates, take_apart
from neurio_gen.profiling.call_sites import AttributionError
from neurio_gen.profiling.emulated import profile_emulated, timing_model
from neurio_gen.profiling.tracer import can_trace


def estimate(
    place: Place, running: RunningModel, program: Program, sample: Sample, steps: Steps
) -> tuple[Found, Mismatch | None]:
    """The estimate for one inference of `sample`, which is run for it, and its first wrong output.

    The model is selected, and `program` is its. Watching an inference is slow, so only this one is.
    Empty where there is no estimate: on other devices than emulated boards, for cores without a
    timing model, for code that is not the generated one, without a C compiler; the last two are
    noted. Raises what the session raises.
    """
    device = place.device
    if not isinstance(device, EmulatedDevice) or isinstance(timing_model(device.board), str):
        return {}, None
    if not can_trace():
        steps.note("No estimate of milliseconds: it needs a C compiler (`neurio-gen doctor`).")
        return {}, None
    name = running.workload.id
    steps.stage("estimating", name)
    try:
        profile, mismatch = take_apart(
            *(running, sample),
            lambda: profile_emulated(device, place.session, name, program),
        )
    except AttributionError as error:
        steps.note(f"No estimate of milliseconds for {name}: {error.message}")
        return {}, None
    return estimates(profile, device.board.clock_hz), mismatch
