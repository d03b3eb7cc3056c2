"""The microWakeWord models of the package pymicro-wakeword: pinned by version and by content."""

from __future__ import annotations

from neurio_gen.models.source import PackagedModel

_PACKAGE, _VERSION = "pymicro-wakeword", "2.5.0"

_SHA256 = {
    "alexa": (
        "9011a8155b04de858c48038529235cbc0e42e9fca05a55bf588cb80a653a723b",
        "1d999798b35b1fe2606465b75ab840be51c1811d2909d5e620cefb6e96f8abd0",
    ),
    "hey_jarvis": (
        "21a7976add39ee24ec96c63d96b7aaa18e24d1d9824b963e451da8feb4b78b77",
        "b153867d818675d8abcc9dace474afe7f83551ae0d5a9b1d71a98681320185af",
    ),
    "hey_mycroft": (
        "c2a9b6ed51182db72e014781d5a4ece1929dc232a40b5b4be384f0295f0e1571",
        "57b2b06fe5fdbbe834a242fabc7af31e4194a550fc382b2c88636a6d62d0d57e",
    ),
    "okay_nabu": (
        "d89128c4d16a72de429119fb2254ce46649553c2a24f5dd840175c80d7b9d094",
        "f8026e2ce93a0855ca23483036fd2d74ee924a2588d9ea6a6c6c7478fbf4be57",
    ),
}
"""Of each model, and of the manifest beside it that says when its word is heard."""


def _model(name: str, model: str, manifest: str) -> PackagedModel:
    return PackagedModel(
        package=_PACKAGE,
        version=_VERSION,
        path=f"pymicro_wakeword/models/{name}.tflite",
        sha256=model,
        companions=((f"{name}.json", manifest),),
        stand_in=name,
    )


WAKE_WORDS = {name: _model(name, *digests) for name, digests in _SHA256.items()}
"""By name."""
