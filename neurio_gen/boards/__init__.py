"""Boards: what their manifests say, as typed values."""

from neurio_gen.boards.architecture import Architecture, Gcc, all_architectures
from neurio_gen.boards.board import Board, Emulator, Flashing, MemoryRegion, UsbId
from neurio_gen.boards.folders import FOLDERS_VARIABLE, add_folders, manifests_dir
from neurio_gen.boards.lookup import all_boards, load_board

__all__ = [
    "FOLDERS_VARIABLE",
    "Architecture",
    "Board",
    "Emulator",
    "Flashing",
    "Gcc",
    "MemoryRegion",
    "UsbId",
    "add_folders",
    "all_architectures",
    "all_boards",
    "load_board",
    "manifests_dir",
]
