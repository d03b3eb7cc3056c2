"""The output folder of a request: who puts what where in it, and what of it can be made anew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Workspace:
    """The folder that `--output` names. Nothing is written into it but by these paths."""

    root: Path

    def generated(self, board: str, variant: str = "") -> Path:
        """Generated sources for a board: a folder for each image; of engines, by `variant`."""
        return self.root / "generated" / "-".join(filter(None, (board, variant)))

    @property
    def project(self) -> Path:
        """PlatformIO's files: objects, libraries, images."""
        return self.root / "pio"

    def images(self, board: str, mode: str) -> Path:
        """Images of a build mode for a board: a folder for each."""
        return self.project / "build" / board / "images" / mode

    def logs(self, board: str) -> Path:
        """Logs of builds and flash tools, and what was said over links."""
        return self.root / "logs" / board

    def build_log(self, board: str) -> Path:
        """The log of the last build for a board."""
        return self.logs(board) / "build.log"

    def dataset(self, name: str) -> Path:
        """A data set that a suite brings."""
        return self.root / "datasets" / name

    def recording(self, seed: int) -> Path:
        """Sound of a seed for the streaming test."""
        return self.root / "datasets" / "streaming" / f"generated_{seed}.wav"

    @property
    def profile(self) -> Workspace:
        """A folder like this one, for firmware with hooks around the layers."""
        return Workspace(self.root / "profile")

    @property
    def arena(self) -> Workspace:
        """A folder like this one, for sources of images that find the size of an arena."""
        return Workspace(self.root / "arena")

    @property
    def arenas(self) -> Path:
        """The sizes of arenas that were found, by the digests of these images."""
        return self.arena.root / "sizes.json"

    @property
    def results(self) -> Path:
        """The runs: a file for each."""
        return self.root / "results"

    def inputs(self, board: str) -> Path:
        """What accuracy runs on a board have found, input by input, for `--resume`."""
        return self.root / "inputs" / board

    def plots(self, board: str) -> Path:
        """Pictures of power traces, which results name by their paths below `root`."""
        return self.root / "plots" / board

    @property
    def sweep(self) -> Path:
        """What the batches of a sweep have measured: a folder for each, and the models."""
        return self.root / "sweep"

    @property
    def lock(self) -> Path:
        """The file that whoever generates and builds has locked."""
        return self.root / ".lock"

    @property
    def products(self) -> tuple[Path, ...]:
        """What any run makes anew."""
        names = ("generated", "pio", "logs", "datasets", "profile", "arena", ".lock")
        return tuple(self.root / name for name in names)

    @property
    def measured(self) -> tuple[Path, ...]:
        """What was measured, and cannot be made anew without measuring."""
        return tuple(self.root / name for name in ("results", "inputs", "plots", "sweep"))
