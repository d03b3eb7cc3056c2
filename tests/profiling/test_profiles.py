"""Profiles of a whole inference, on all that can run it."""

from __future__ import annotations

import gc
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from neurio_gen.cli.why_table import why_table
from neurio_gen.compiler import compile_model
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.emulator.image import load_image
from neurio_gen.engines.aot_program import AotProgram
from neurio_gen.pipeline.measure import measure
from neurio_gen.pipeline.modes import profile as pipeline
from neurio_gen.pipeline.modes.profile import ProfileMode
from neurio_gen.pipeline.request import Request
from neurio_gen.profiling.call_sites import AttributionError, find_calls
from neurio_gen.profiling.chart import Chart, render_html, render_svg
from neurio_gen.profiling.emulated import profile_emulated
from neurio_gen.profiling.layers import LayerCost, ModelProfile, Unit
from neurio_gen.results import read_runs
from tests.end_to_end.command import neurio_gen, read_results
from tests.profiling.conftest import request_for


def profiled(board: str, model: Path, output: Path, *, emulated: bool = False) -> ModelProfile:
    """The profile of the one model."""
    request = request_for(board, model, output, emulated=emulated)
    return profile_of(request)


def profile_of(request: Request) -> ModelProfile:
    mode = ProfileMode()
    measured = measure(request, mode)
    for error in filter(None, measured.errors.values()):
        raise error
    (profile,) = mode.profiles.values()
    return profile


def counts(profile: ModelProfile) -> list[int]:
    return [each.cost.count for each in profile.layers]


@pytest.fixture(scope="module")
def on_cortex_m4(model_file: Path, output: Path) -> ModelProfile:
    return profiled("mps2_an386", model_file, output)


def test_layers_functions_and_total_agree(on_cortex_m4: ModelProfile) -> None:
    """Given a profile, when summed by layer and by function, then both are the total."""
    profile = on_cortex_m4
    assert [each.layer.operator for each in profile.layers] == ["CONV_2D"] * 2 + ["AVERAGE_POOL_2D"]
    assert min(counts(profile)) > 0
    assert sum(counts(profile)) + profile.overhead.count == profile.total
    assert profile.functions is not None
    assert sum(cost.count for cost in profile.functions.values()) == profile.total
    assert profile.estimate is not None
    by_function = (cost.estimate.total for cost in profile.functions.values() if cost.estimate)
    assert sum(by_function) == profile.estimate.total > profile.total


def test_the_board_runs_on_after_its_profile(
    on_cortex_m4: ModelProfile, model_file: Path, output: Path
) -> None:
    """Given a profile that was taken, when nothing holds its instruments, then the board runs.

    Its output is read and compared by further commands, with the hooks still in place.
    """

    def profile_and_forget(*arguments):  # type: ignore[no-untyped-def]
        profile = profile_emulated(*arguments)
        gc.collect()
        return profile

    with mock.patch.object(pipeline, "profile_emulated", profile_and_forget):
        for _ in range(3):
            again = profiled("mps2_an386", model_file, output)
            assert counts(again) == counts(on_cortex_m4)


def test_qemu_counts_what_the_other_emulator_counts(
    on_cortex_m4: ModelProfile, model_file: Path, output: Path
) -> None:
    """Given one image, when QEMU profiles it as well, then every layer has the same count."""
    with mock.patch.object(pipeline, "emulated_boards", return_value=()):
        other = profiled("mps2_an386", model_file, output)
    assert other.functions is None
    assert other.estimate is None
    assert counts(other) == pytest.approx(counts(on_cortex_m4), abs=1)
    assert other.total == pytest.approx(on_cortex_m4.total, abs=1)


def test_cortex_m55(model_file: Path, output: Path) -> None:
    """Given a core that only QEMU has, when profiled, then layers are counted, cycles are not."""
    profile = profiled("mps3_an547", model_file, output)
    assert min(counts(profile)) > 0
    assert sum(counts(profile)) + profile.overhead.count == profile.total
    assert "no estimate" in profile.timing


def test_flash_memory_is_waited_for(
    on_cortex_m4: ModelProfile, model_file: Path, output: Path
) -> None:
    """Given the same kernels on a board with slow flash, when profiled, then it takes longer."""
    profile = profiled("nucleo_l4r5zi", model_file, output, emulated=True)
    fast, slow = on_cortex_m4.estimate, profile.estimate
    assert fast is not None
    assert slow is not None
    assert (fast.code_waits, fast.data_waits) == (0, 0)
    assert slow.code_waits > 0
    assert slow.data_waits > 0
    assert "5 wait states" in profile.timing
    assert "two banks" in profile.timing
    assert (profile.flash_banks, str(profile.band)) == (2, "-5 to +4 %")
    assert (on_cortex_m4.flash_banks, on_cortex_m4.band) == (None, None)


@pytest.mark.parametrize(
    ("board", "core", "flash"),
    [
        ("rpipico", "Cortex-M0+", "flash with 40 wait states, reads of 32 bits"),
        ("nrf52840_dk", "Cortex-M4", "flash with 3 wait states, reads of 32 bits"),
    ],
)
def test_estimates_that_nobody_has_compared_are_rough(
    board: str, core: str, flash: str, model_file: Path, output: Path
) -> None:
    """Given a board that no estimate was compared on, then it has one, without a band."""
    found = profiled(board, model_file, output, emulated=True)
    assert found.timing.startswith(core)
    assert flash in found.timing
    assert found.band is None
    assert found.estimate is not None
    assert found.estimate.total > found.total


def test_one_bank_waits_less(model_file: Path, output: Path) -> None:
    """Given a board whose flash is set to one bank, when profiled, then reads are wider.

    The estimate's time is in the result, and never where measured times are.
    """
    options = ("--model", model_file, "--output", output, "--board", "nucleo_l4r5zi", "--emulate")
    found = []
    for banks in ("1", "2"):
        file = output / f"banks{banks}.json"
        done = neurio_gen("profile", *options, "--flash-banks", banks, "--json", file)
        assert done.code == 0, done.err
        found += read_results(file)
    one, two = found
    assert (one["flash_banks"], two["flash_banks"]) == (1, 2)
    assert one["estimated_cycles"] < two["estimated_cycles"]
    assert two["estimated_latency_us"] == pytest.approx(two["estimated_cycles"] / 120)
    assert (two["estimate_band_percent"], two["latency_us"]) == ([-5, 4], None)


def test_predictions_are_near_what_is_counted(on_cortex_m4: ModelProfile) -> None:
    """Given kernels that were compared, then the one that runs executes what was predicted."""
    for each in on_cortex_m4.layers[:2]:
        chosen = next(option for option in each.layer.options if option.why == "chosen")
        assert chosen.kernel == each.layer.kernel
        assert chosen.instructions == pytest.approx(each.cost.count, rel=0.15)
        assert len(each.layer.options) > 1
        assert each.layer.refused


def test_why(model_file: Path, output: Path) -> None:
    """Given a profile with its reasons, then others that could run are shown, and what cannot."""
    done = neurio_gen(
        *("profile", "--model", model_file, "--output", output, "--board", "nucleo_l4r5zi"),
        *("--emulate", "--why", "--json", output / "why.json"),
    )
    assert done.code == 0, done.err
    assert "Predicted before anything runs, with waits for constants" in done.out
    assert "slower" in done.out
    assert "conv_2d_winograd_4x4_s8 cannot run 0, 1: " in done.out
    (result,) = read_results(output / "why.json")
    options = result["profile"]["layers"][0]["options"]
    chosen = [option for option in options if option["why"] == "chosen"]
    assert [option["kernel"] for option in chosen] == [result["profile"]["layers"][0]["kernel"]]
    slower = [option for option in options if option["why"] == "predicted to be slower"]
    assert all(option["cycles"] >= chosen[0]["cycles"] for option in slower)
    for other in options:  # what is faster has a reason of its own
        assert other in slower or other in chosen or "the arena would need" in other["why"]


def test_kernels_of_one_price_are_shown_once(on_cortex_m4: ModelProfile) -> None:
    """Given a kernel priced in two sizes alike, then one row shows it, as chosen if it is."""

    def twice(each: LayerCost) -> LayerCost:
        options = each.layer.options
        others = tuple(replace(option, why="predicted to be slower") for option in options)
        return LayerCost(replace(each.layer, options=(*options, *others)), each.cost)

    shown = why_table(replace(on_cortex_m4, layers=tuple(map(twice, on_cortex_m4.layers))))
    once = why_table(on_cortex_m4)
    assert shown.row_count == once.row_count > len(on_cortex_m4.layers)
    for table in (shown, once):
        assert list(table.columns[-1].cells).count("chosen") == 2


def test_constants_in_ram_are_not_waited_for(model_file: Path, output: Path) -> None:
    """Given the level speed on a slow flash, then weights are in RAM, and outputs are the same."""
    options = ("--model", model_file, "--output", output / "fast", "--board", "nucleo_l4r5zi")
    file, waits, code_waits = output / "fast.json", [], []
    for extra in ((), ("--optimize", "speed"), ("--constants", "ram")):
        done = neurio_gen("profile", *options, "--emulate", "--json", file, *extra)
        assert done.code == 0, done.err
        (found,) = read_results(file)
        assert found["bit_exact"] is True
        waits.append(found["profile"]["estimated_cycles"]["data_waits"])
        code_waits.append(found["profile"]["estimated_cycles"]["code_waits"])
        moved = {"kernels": "sram2"} if "speed" in extra else {}
        assert found["places"].get("kernels") == moved.get("kernels")
        assert (found["ram_code_bytes"] > 0) == bool(moved)
        in_ram = found["ram_constant_bytes"]
        assert (in_ram > 0) == bool(extra)
    assert waits[1] <= waits[2] < waits[0] / 2  # what is left are literals and parameters
    assert code_waits[1] < code_waits[0] / 2  # what is left are the calls
    built = neurio_gen("build", *options, "--constants", "ram")
    assert built.code == 0, built.err
    assert "of them in RAM" in built.out.replace("\n", " ")
    assert f"{in_ram:,}" in built.out
    built = neurio_gen("build", *options, "--code", "ram")
    assert built.code == 0, built.err
    assert "fast RAM" in built.out
    assert "sram2" in built.out


def test_a_board_without_bank_modes_refuses_one(model_file: Path, output: Path) -> None:
    done = neurio_gen("profile", "--model", model_file, "-o", output, "--flash-banks", "1")
    assert done.code == 2
    assert "has no bank mode" in done.err


def test_hooks_on_the_board_agree_with_the_emulator(model_file: Path, output: Path) -> None:
    """Given the build with hooks, when the emulated board times itself, then it finds the same.

    The emulated cycle counter counts instructions; a hook adds some around each layer.
    """
    exact = profiled("nucleo_l4r5zi", model_file, output, emulated=True)
    request = request_for("nucleo_l4r5zi", model_file, output)

    def open_emulated(board, elf, **_options):  # type: ignore[no-untyped-def]
        return EmulatedDevice(board.emulated(), elf)

    with (
        mock.patch.object(pipeline, "open_device", open_emulated),
        mock.patch("neurio_gen.pipeline.access.probe_of"),
        mock.patch("neurio_gen.pipeline.access.write_and_wait") as flashed,
    ):
        found = profile_of(request)
    flashed.assert_called_once()
    assert found.unit is Unit.INSTRUCTIONS
    assert counts(found) == pytest.approx(counts(exact), abs=30)
    assert sum(counts(found)) + found.overhead.count == found.total


def test_native(model_file: Path, output: Path) -> None:
    """Given this computer, when profiled, then layers have nanoseconds, none of them 0."""
    mode = ProfileMode()
    (result,) = measure(request_for("native", model_file, output), mode).results
    (profile,) = mode.profiles.values()
    assert profile.unit is Unit.NANOSECONDS
    assert min(counts(profile)) > 0
    assert (result.time_base, result.device) == ("host-clock", "native")


def test_charts_are_whole_files(on_cortex_m4: ModelProfile) -> None:
    """Given a profile, when drawn, then the SVG is well formed and the page loads nothing."""
    chart = Chart("a <model>", on_cortex_m4)
    root = ElementTree.fromstring(render_svg([chart, chart]))
    assert root.tag.endswith("svg")
    drawn = [each.text for each in root.iter() if each.text]
    assert drawn.count("a <model>") == 2
    page = render_html([chart], "neurio-gen profile <x>")
    assert "<svg" in page
    assert "neurio-gen profile &lt;x&gt;" in page
    assert not any(word in page for word in ("<script", "src=", "href="))
    assert f"{on_cortex_m4.total:,}" in page


def test_command(model_file: Path, output: Path) -> None:
    """Given a file, when profiled by the command, then it prints, and writes all that is asked."""
    done = neurio_gen(
        *("profile", "--model", model_file, "--output", output, "--by-symbol"),
        *("--json", output / "p.json", "--html", output / "p.html", "--svg", output / "p.svg"),
    )
    assert done.code == 0, done.err
    assert "AVERAGE_POOL_2D" in done.out
    assert "est. cycles" in done.out
    assert "estimate, no measurement" in done.out
    assert "infer" in done.out
    assert max(map(len, done.out.splitlines())) <= 100
    (result,) = read_results(output / "p.json")
    assert result["mode"] == "profile"
    assert result["bit_exact"] is True
    profile = result["profile"]
    layers = sum(layer["count"] for layer in profile["layers"])
    assert layers + profile["overhead"] == profile["total"]
    assert result["instructions"] == profile["total"]
    assert (output / "p.html").read_text().startswith("<!DOCTYPE html>")
    assert (output / "p.svg").read_text().startswith("<svg")


def test_profiles_are_kept(model_file: Path, tmp_path: Path) -> None:
    """Given two profiles, when they end, then each is a run that other commands read."""
    for options in ((), ("--kernels", "generic")):
        done = neurio_gen("profile", "--model", model_file, "--output", tmp_path, *options)
        assert done.code == 0, done.err
    newest, oldest = read_runs(tmp_path / "results")
    for run, kernels in ((oldest, "dsp"), (newest, "generic")):
        (result,) = run.results
        assert result.mode == "profile"
        assert result.kernels == kernels
        assert result.profile is not None
        assert not run.problems
    assert "profile" in neurio_gen("results", "list", "--output", tmp_path).out
    shown = neurio_gen("results", "show", "latest", "--output", tmp_path).out
    assert f"{newest.results[0].instructions:,.0f} instructions" in shown
    page = tmp_path / "report.html"
    done = neurio_gen("report", "latest", "--results", tmp_path, "--output", page)
    assert done.code == 0, done.err
    assert "AVERAGE_POOL_2D".lower() in page.read_text()


def test_other_sources_are_noticed(model_file: Path, output: Path) -> None:
    """Given a plan of another model, when looked up in the image, then it is refused."""
    profiled("mps2_an386", model_file, output)
    request = request_for("mps2_an386", model_file, output)
    plan = compile_model(model_file.read_bytes(), "small", request.board.isa)
    name = request.benchmarks[0].name
    (elf,) = output.glob("pio/build/mps2_an386/images/performance/*/*.elf")
    image = load_image(elf)
    assert len(find_calls(image, name, AotProgram(plan)).calls) == 3
    with pytest.raises(AttributionError, match="has no function"):
        find_calls(image, "other", AotProgram(plan))
    with pytest.raises(AttributionError, match="where its program has"):
        find_calls(image, name, AotProgram(replace(plan, layers=plan.layers[::-1])))
    with pytest.raises(AttributionError, match="3 kernels, the program of"):
        find_calls(image, name, AotProgram(replace(plan, layers=(*plan.layers, plan.layers[0]))))
