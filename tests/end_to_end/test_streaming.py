"""The streaming test on an emulated board: our harness, and a program that asks as the official."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurio_gen.emulator.board import EmulatedBoard
from neurio_gen.sound.generated import generate
from neurio_gen.sound.recording import Recording, write_truth, write_wav
from neurio_gen.workspace import Workspace
from tests.devices.runner_client import RunnerClient
from tests.end_to_end.command import neurio_gen, read_results
from tests.end_to_end.test_serve import served
from tests.shared_files import official_models

BOARD = ("--board", "nucleo_l4r5zi", "--emulate", "-B", "sww01")


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A card with a recording of one wake word, and its truth."""
    folder = tmp_path_factory.mktemp("card")
    spoken = generate(0, 1, 0)
    write_wav(folder / "words.wav", spoken.samples)
    write_truth(folder / "words.json", [Recording(folder / "words.wav", spoken.windows)])
    return folder


@pytest.fixture(scope="module")
def output(workspace: Path) -> Path:
    return workspace


@pytest.fixture(scope="module")
def result(card: Path, output: Path) -> dict[str, Any]:
    """What our harness finds of the recording."""
    document = output / "streaming.json"
    done = neurio_gen(
        *("flash-and-run", *BOARD, "--mode", "streaming", "--dataset", card / "words.json"),
        *("--models", official_models(), "-o", output, "--json", document),
    )
    assert done.code == 0, done.err
    assert "words.wav" in done.out
    (found,) = read_results(document)
    return found


def test_the_wake_word_is_heard_as_in_the_simulation(result: dict[str, Any]) -> None:
    """Given one wake word, when it is streamed, then each hop's output is the simulation's."""
    streaming = result["streaming"]
    assert (result["bit_exact"], result["device"]) == (True, "emulated")
    assert streaming["hops"] == result["samples"] > 90
    assert (streaming["true_positives"], streaming["false_negatives"]) == (1, 0)
    assert (streaming["false_positives"], result["quality"]["met"]) == (0, True)


def test_costs_are_counted_and_estimated_but_never_times(result: dict[str, Any]) -> None:
    streaming = result["streaming"]
    assert (streaming["duty_cycle"], streaming["busy_us"], result["latency_us"]) == (None,) * 3
    assert 500_000 < result["instructions"] < result["estimated_cycles"] < 2_150_000
    cycles = 120e6 * 512 / 16_000
    assert streaming["counted_duty_cycle"] == pytest.approx(
        result["instructions"] / cycles, rel=0.01
    )
    assert streaming["estimated_duty_cycle"] == pytest.approx(result["estimated_cycles"] / cycles)
    assert streaming["instructions_per_second"] == pytest.approx(31.25 * result["instructions"])


def test_a_program_that_asks_as_the_official_runner_finds_the_same(
    result: dict[str, Any], card: Path, output: Path
) -> None:
    """Given the served board, when asked as by the official runner, then its answers agree."""
    options = ("--emulate", "--mode", "streaming", "--interface", "--sd-card", str(card))
    with (
        served("sww01", output, *options, board="nucleo_l4r5zi") as address,
        RunnerClient(address) as client,
    ):
        assert client.command("setbaud 115200")[-1] == "m-ready"

        def through(command: str) -> list[str]:
            """As IOManager.send_command: the acknowledgement, then the device's lines."""
            assert client.command(f"dut {command}") == [f"m-dut-passthrough({command})", "m-ready"]
            lines: list[str] = []
            while not lines or lines[-1] != "[dut]: m-ready":
                lines.append(client._line(command))
            return [line.removeprefix("[dut]: ") for line in lines]

        assert "m-model-[sww01]" in through("profile")
        through("stop")
        through("start")
        assert client.command("record_detections") == ["Now recording detections", "m-ready"]
        assert "Error playing file" in client.command("play absent.wav")[1]
        assert client.command("play words.wav")[-2:] == ["succeeded.", "m-ready"]
        stopped = through("stop")
        title, *marks, _ = client.command("print_detections")
        times = client.command("print_dutycycle")

    assert title == "Detection Timestamps (ms)"
    first, *heard = (int(mark.rstrip(",")) for mark in marks)
    found = [(each - first) / 1000 for each in heard]
    assert found == pytest.approx(result["streaming"]["detections_s"], abs=2e-3)

    middle = times.index("Duty cycle stop times (s)")
    starts, stops = (
        [int(tick) for line in part for tick in line.split(",") if tick.strip().isdecimal()]
        for part in (times[1:middle], times[middle + 1 :])
    )
    assert len(starts) == len(stops) == min(100, result["samples"])
    busy = sum(stop - start for start, stop in zip(starts, stops, strict=True)) / len(starts)
    period = (starts[-1] - starts[0]) / (len(starts) - 1)
    counted = result["streaming"]["counted_duty_cycle"]
    assert busy / period == pytest.approx(counted, rel=0.01)

    codes = json.loads("".join(stopped[stopped.index("target activations:") + 1 : -1]))
    assert len(codes) == result["streaming"]["hops"]


@pytest.fixture
def board(result: dict[str, Any], output: Path) -> EmulatedBoard:
    """A board with the image that was measured, waiting for its first command."""
    assert result["status"] == "ok"
    folder = Workspace(output).images("nucleo_l4r5zi", "streaming") / "sww01"
    emulated = EmulatedBoard("nucleo_l4r5zi", folder / "sww01.elf")
    emulated.run()
    emulated.read()
    emulated.pins.take()
    return emulated


def ask(board: EmulatedBoard, command: str) -> list[str]:
    board.write(f"{command}%".encode())
    board.run()
    return board.read().decode().splitlines()


def test_start_and_stop_pulse_the_timestamp_pin(board: EmulatedBoard) -> None:
    """Given a board, when it starts and stops, then each is one falling edge for a monitor."""
    assert ask(board, "stop") == ["m-stream-idle", "m-ready"]
    for command, said in (("start", "m-stream-started"), ("stop", "m-stream-stopped")):
        assert ask(board, command)[0] == said
        down, up = board.pins.take()
        assert (down.pin, down.high, up.pin, up.high) == ("PF13", False, "PF13", True)
        assert float(up.seconds - down.seconds) >= 1e-6


def test_what_would_disturb_a_stream_is_refused_meanwhile(board: EmulatedBoard) -> None:
    ask(board, "start")
    refusal = ["e-[Streaming is under way: stop it first]", "m-ready"]
    for command in ("start", "infer 1", "db load 4", "select sww01", "reset"):
        assert ask(board, command) == refusal
    for command in ("name", "profile", "help", "build"):
        assert ask(board, command)[0] != refusal[0]
    assert "m-stream-hops-0" in ask(board, "stop")
    assert ask(board, "db load 4") == ["m-[Expecting 4 bytes]", "m-ready"]


def test_a_second_stream_begins_anew(board: EmulatedBoard) -> None:
    """Given two streams of the same sound, when both have run, then both found the same."""
    sound = generate(2, 1, 0).samples[: 10 * 512]
    found = []
    for _ in range(2):
        ask(board, "start")
        board.play(sound, 16_000)
        board.run()
        found.append(ask(board, "stop"))
    assert "m-stream-hops-10" in found[0]
    assert found[0] == found[1]


def test_sound_that_comes_faster_than_it_is_processed_is_told(board: EmulatedBoard) -> None:
    """Given eight times the rate, when a hop is overwritten before it is processed, it counts."""
    ask(board, "start")
    board.play(np.zeros((20 * 512, 2), np.int16), 8 * 16_000)
    board.run()
    (late,) = (line for line in ask(board, "stop") if line.startswith("m-stream-late-"))
    assert int(late.rpartition("-")[2]) > 0


def test_sound_is_refused_where_it_cannot_come_in() -> None:
    done = neurio_gen("run", "--board", "mps2_an386", "-B", "sww01", "--mode", "streaming")
    assert done.code == 2
    assert "mps2_an386 has no I2S receiver" in done.err
    assert "nucleo_l4r5zi" in done.err
