"""MLPerf Tiny submissions: the tree of files, and the rules that it has to keep."""

from neurio_gen.submission.check import Finding, check_tree
from neurio_gen.submission.evidence import Evidence, gather
from neurio_gen.submission.sessions import gather_sessions, read_sessions
from neurio_gen.submission.shared_code import OwnModel, write_code
from neurio_gen.submission.system import System, read_system
from neurio_gen.submission.tree import home_of, write_tree

__all__ = [
    "Evidence",
    "Finding",
    "OwnModel",
    "System",
    "check_tree",
    "gather",
    "gather_sessions",
    "home_of",
    "read_sessions",
    "read_system",
    "write_code",
    "write_tree",
]
