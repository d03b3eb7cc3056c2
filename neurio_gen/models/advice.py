"""How to get an int8 .tflite, a hint that many messages give."""

from __future__ import annotations

QUANTISE = (
    "Convert it with full-integer quantisation: tf.lite.TFLiteConverter with optimizations = "
    "[tf.lite.Optimize.DEFAULT], a representative_dataset, target_spec.supported_ops = "
    "[tf.lite.OpsSet.TFLITE_BUILTINS_INT8], and inference_input_type and inference_output_type = "
    "tf.int8. Or give the .keras file, .h5 file or SavedModel folder itself, with --calibrate DATA."
)
