"""neurio-gen: from a TensorFlow Lite Micro int8 model to a measured inference on a board."""

__version__ = "0.1.0"
