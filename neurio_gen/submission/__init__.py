"""MLPerf Tiny submissions: the tree of files, and the rules that it has to keep."""

from neurio_gen.submission.check import Finding, check_tree
from neurio_gen.submission.evidence import Evidence, gather
from neurio_gen.submission.system import System, read_system
from neurio_gen.submission.tree import home_of, write_tree

__all__ = [
    "Evidence",
    "Finding",
    "System",
    "check_tree",
    "gather",
    "home_of",
    "read_system",
    "write_tree",
]
