"""Which shapes an operator's outputs have: stated for every operator, compared with the file's.

TensorFlow Lite computes output shapes when it prepares a model; TFLite Micro believes the file.
Generated code believes it too, so a file that is wrong must not get that far.
"""

from neurio_gen.compiler.shapes.check import shape_problems

__all__ = ["shape_problems"]
