"""A PlatformIO development platform that needs no package of PlatformIO's registry."""

from platformio.platform.base import PlatformBase


class NeuriogenPlatform(PlatformBase):
    """Boards, toolchains and upload tools all come from the board manifests and the system."""
