"""A PlatformIO platform that builds programs for the computer it runs on."""

from platformio.platform.base import PlatformBase


class HostPlatform(PlatformBase):
    """Nothing that PlatformIO's base does not do."""
