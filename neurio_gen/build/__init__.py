"""Building images with PlatformIO."""
