"""What images are linked with beside our firmware."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Linked:
    """Libraries of an engine; none by default.

    `libraries` are entries of PlatformIO's `lib_deps`; macros that their manifests define hold for
    the generated sources, too. Images of different engines lie apart, by `variant`. What is built
    is built anew where `identity` differs.
    """

    libraries: tuple[str, ...] = ()
    variant: str = ""
    identity: str = ""

    def variant_of(self, mode: str) -> str:
        """What the folder of images of a build mode is called."""
        return "-".join(filter(None, (mode, self.variant)))


NOTHING = Linked()
