"""Streaming wake words: the microWakeWord models of the package pymicro-wakeword, pinned.

    pip install 'pymicro-wakeword>=2,<3'
    neurio-gen flash-and-run --suite examples/wake_word.py --board nucleo_l4r5zi --emulate

Each keeps state: an inference is a step over three new frames of 40 features, 30 ms of sound, and
`verify` compares sequences of steps. `--mode accuracy --dataset DIR` runs WAV files through them
(`pip install 'neurio-gen[audio]'`); when a word is heard is in the manifests beside the models.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files

from neurio_gen.benchmark import Suite
from neurio_gen.errors import UsageError

_SHA256 = {
    "alexa": "9011a8155b04de858c48038529235cbc0e42e9fca05a55bf588cb80a653a723b",
    "hey_jarvis": "21a7976add39ee24ec96c63d96b7aaa18e24d1d9824b963e451da8feb4b78b77",
    "hey_mycroft": "c2a9b6ed51182db72e014781d5a4ece1929dc232a40b5b4be384f0295f0e1571",
    "okay_nabu": "d89128c4d16a72de429119fb2254ce46649553c2a24f5dd840175c80d7b9d094",
}


def _model(name: str, digest: str):
    try:
        path = files("pymicro_wakeword") / "models" / f"{name}.tflite"
    except ModuleNotFoundError as error:
        raise UsageError(
            "The models of wake words come with the package pymicro-wakeword.",
            hint="pip install 'pymicro-wakeword>=2,<3'",
        ) from error
    if sha256(path.read_bytes()).hexdigest() != digest:
        raise UsageError(
            f"{name} of the package pymicro-wakeword is another model than the one that is pinned.",
            hint="pip install 'pymicro-wakeword==2.5.0'",
        )
    return path


suite = Suite("wake_word")
for _name, _digest in _SHA256.items():
    suite.tflite(_model(_name, _digest), _name, f"the words {_name.replace('_', ' ')}, streaming")
