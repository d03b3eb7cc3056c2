"""WAV files through a streaming model: what is heard, beside the package's own detector."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from pymicro_wakeword import MicroWakeWord, Model
from pymicro_wakeword.microwakeword import MicroWakeWordFeatures

from neurio_gen.oracle import Oracle
from neurio_gen.sound.recording import Sound
from tests.end_to_end.command import neurio_gen, read_results
from tests.support.spoken import ALEXA, say, write_files

_MODEL = Path(str(files("pymicro_wakeword"))) / "models" / "alexa.tflite"


def heard_by_the_package(sound: Sound) -> float:
    """The highest probability that pymicro-wakeword's own detector finds, by TensorFlow Lite."""
    detector, features = MicroWakeWord.from_builtin(Model.ALEXA), MicroWakeWordFeatures()
    frames = features.process_streaming(sound.astype("<i2").tobytes())
    return max(detector.process_streaming_prob(frame) or 0.0 for frame in frames)


def heard_by_the_oracle(sound: Sound) -> float:
    """The highest mean of five probabilities by TFLite Micro, for the package's features."""
    oracle = Oracle(_MODEL.read_bytes())
    taken, given = oracle.inputs[0].quantisation, oracle.outputs[0].quantisation
    assert taken is not None and given is not None
    frames = list(MicroWakeWordFeatures().process_streaming(sound.astype("<i2").tobytes()))
    found = []
    for first in range(0, len(frames) - 2, 3):
        step = np.concatenate(frames[first : first + 3], axis=1)
        codes = np.round(step / taken.scale + taken.zero_point).astype(np.int8)
        found.append(float(given.scale) * int(oracle.invoke([codes])[0].item()))
    return max(sum(found[i : i + 5]) / 5 for i in range(len(found) - 4))


def test_words_in_wav_files_are_heard_as_by_the_package_itself(
    workspace: Path, tmp_path: Path
) -> None:
    """Given clear words, an unclear one and other sounds: only the unclear one is missed."""
    unclear = say(ALEXA, 5)
    sounds = {
        "clear.wav": (say(ALEXA, 0), 1),
        "unclear.wav": (unclear, 1),
        "backwards.wav": (unclear[::-1], 0),
        "other.wav": (say(ALEXA[:2] * 3, 1), 0),
        "again.wav": (say(ALEXA, 2), 1),
    }
    data = write_files(tmp_path, sounds)
    document = tmp_path / "heard.json"

    command = ("flash-and-run", "--board", "native", "--mode", "accuracy", "--model", _MODEL)
    done = neurio_gen(*command, "--dataset", data, "-o", workspace, "--json", document)

    assert done.code == 0, done.err
    assert "0 FP, 1 FN" in done.out
    (result,) = read_results(document)
    quality, details = result["quality"], result["details"]
    assert (quality["files"], quality["correct"], quality["auc"]) == (5, 4, 1.0)
    assert (quality["false_positives"], quality["false_negatives"]) == (0, 1)
    assert (details["probability_cutoff"], details["sliding_window_size"]) == (0.9, 5)
    expected = {name: heard_by_the_package(sound) for name, (sound, _) in sounds.items()}
    exact = {name: heard_by_the_oracle(sound) for name, (sound, _) in sounds.items()}
    assert details["highest_probability"] == pytest.approx(exact, abs=1e-9)
    assert details["highest_probability"] == pytest.approx(expected, abs=0.02)
    assert 0.5 < expected["unclear.wav"] < 0.9 < expected["clear.wav"]
    assert quality["inputs"] == sum(
        ((len(sound) - 480) // 160 + 1) // 3 for sound, _ in sounds.values()
    )
