"""The six int8 models of MLPerf Tiny: pinned by commit and by content."""

from __future__ import annotations

from neurio_gen.models.source import KerasModel, OfficialModel

COMMIT = "1afd2c9820f795965a6134facd0b4dfae41ef23f"
BASE_URL = f"https://raw.githubusercontent.com/mlcommons/tiny/{COMMIT}/benchmark/training/"


def _official(name: str, path: str, sha256: str) -> OfficialModel:
    fallback = KerasModel(
        builder=f"neurio_gen.models.builders.tiny_ml_perf:{name}", label=f"tiny_ml_perf/{name}"
    )
    return OfficialModel(path=path, sha256=sha256, fallback=fallback)


AD01 = _official(
    "ad01",
    "anomaly_detection/trained_models/ad01_int8.tflite",
    "87cf24194ef93d1d9b11a591d805526b98008e351655d29883c825c9c106ba24",
)
KWS01 = _official(
    "kws01",
    "keyword_spotting/trained_models/kws_ref_model.tflite",
    "aeea436800704fce17b17292e4412630ad856e9d777c044c64ef748a880bd0ae",
)
IC01 = _official(
    "ic01",
    "image_classification/trained_models/pretrainedResnet_quant.tflite",
    "3c002613d1b2475eb51dd78dfb85a546c8ae658dee71cf6ade43b022fe205415",
)
IC02 = _official(
    "ic02",
    "image_classification/trained_models/pretrainedResnet_large_int8.tflite",
    "dc27dcd823f5665533352f7da516b0c9bc6f089914b8283782e55961b3423fcf",
)
VWW01 = _official(
    "vww01",
    "visual_wake_words/trained_models/vww_96_int8.tflite",
    "597a384c8c2c8a1276f04702f25013b7838f2f814f1ca7c174d295b73e3d6b7b",
)
SWW01 = _official(
    "sww01",
    "streaming_wakeword/trained_models/str_ww_ref_model.tflite",
    "3af8550895ba7d5c584277102b5075c52dcfa63ba9d2b2240f37c4e6abd5dd2b",
)

OFFICIAL_MODELS: tuple[OfficialModel, ...] = (AD01, KWS01, IC01, IC02, VWW01, SWW01)
