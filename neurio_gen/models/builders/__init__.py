"""Keras builders of the catalogue's models; imported only in the process where TensorFlow runs."""
