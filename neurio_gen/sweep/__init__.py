"""Many models on many boards: a matrix of cells, measured in batches, each cell once."""

from neurio_gen.sweep.matrix import Matrix, read_matrix
from neurio_gen.sweep.sweep import Swept, sweep

__all__ = ["Matrix", "Swept", "read_matrix", "sweep"]
